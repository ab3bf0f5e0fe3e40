"""Addresses without a language, for those who read pages by machine."""

from django.urls import path

from programmes.views import published

urlpatterns = [
    path("robots.txt", published.robots, name="robots"),
    path("sitemap.xml", published.sitemap, name="sitemap"),
]
