"""Addresses of the indicators app."""

from __future__ import annotations

from django.urls import URLPattern, path

from indicators.views import desk, figures, writing

app_name = "indicators"

urlpatterns: list[URLPattern] = [
    path("chi-tieu/", figures.indicator_list, name="indicator_list"),
    path("chi-tieu/<int:pk>/", figures.indicator_detail, name="indicator_detail"),
    path("chi-tieu/<int:pk>/ghi-so-lieu/", writing.own_figure, name="own_figure"),
    path("chi-tieu/<int:pk>/giao/", writing.goal_edit, name="goal_edit"),
    path("chi-tieu/so-lieu/<int:pk>/rut/", writing.own_withdraw, name="own_withdraw"),
    path("giao-chi-tieu/<int:pk>/", desk.desk, name="desk"),
    path("giao-chi-tieu/<int:pk>/phu-luc.<str:suffix>", desk.annex, name="goal_annex"),
]
