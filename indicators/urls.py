"""Addresses of the indicators app."""

from __future__ import annotations

from django.urls import URLPattern, path

from indicators.views import desk, desk_files, figures, replying, writing

app_name = "indicators"

urlpatterns: list[URLPattern] = [
    path("chi-tieu/", figures.indicator_list, name="indicator_list"),
    path("chi-tieu/<int:pk>/", figures.indicator_detail, name="indicator_detail"),
    path("chi-tieu/<int:pk>/ghi-so-lieu/", writing.own_figure, name="own_figure"),
    path("chi-tieu/<int:pk>/giao/", writing.goal_edit, name="goal_edit"),
    path("chi-tieu/so-lieu/<int:pk>/rut/", writing.own_withdraw, name="own_withdraw"),
    path("giao-chi-tieu/<int:pk>/", desk.desk, name="desk"),
    path("giao-chi-tieu/<int:pk>/phu-luc.pdf", desk_files.annex_page, name="goal_annex_page"),
    path("giao-chi-tieu/<int:pk>/phu-luc.<str:suffix>", desk_files.annex, name="goal_annex"),
    path("giao-chi-tieu/<int:pk>/bieu-mau.xlsx", desk_files.desk_download, name="desk_download"),
    path("giao-chi-tieu/<int:pk>/nhap-excel/", desk_files.desk_upload, name="desk_upload"),
    path("chi-tieu-duoc-giao/", replying.share_list, name="share_list"),
    path("chi-tieu-duoc-giao/nhan/", replying.shares_accept, name="shares_accept"),
    path("chi-tieu-duoc-giao/<int:pk>/de-nghi/", replying.share_propose, name="share_propose"),
    path("de-nghi-dieu-chinh/", replying.share_proposals, name="share_proposals"),
    path("de-nghi-dieu-chinh/<int:pk>/", replying.share_decide, name="share_decide"),
]
