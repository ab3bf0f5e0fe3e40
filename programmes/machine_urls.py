"""Addresses without a language, for those who read pages by machine."""

from django.urls import path

from programmes.views import calendars, published

urlpatterns = [
    path("robots.txt", published.robots, name="robots"),
    path("calendar/<str:token>.ics", calendars.calendar_feed, name="calendar_feed"),
    path("sitemap.xml", published.sitemap, name="sitemap"),
]
