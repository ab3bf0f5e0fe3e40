"""Addresses without a language, for those who read pages by machine."""

from django.urls import path

from programmes.views import calendars, sitemap

urlpatterns = [
    path("robots.txt", sitemap.robots, name="robots"),
    path("calendar/<str:token>.ics", calendars.calendar_feed, name="calendar_feed"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-questions.xml", sitemap.questions_sitemap, name="questions_sitemap"),
]
