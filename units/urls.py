"""Addresses of the units app."""

from __future__ import annotations

from django.urls import URLPattern, path

from units.views import clusters, headcounts, news, people, setting_up, signing_in, slips, units, workbook

app_name = "units"

urlpatterns: list[URLPattern] = [
    # The first run
    path("thiet-lap/", setting_up.body, name="setup"),
    path("thiet-lap/quan-tri/", setting_up.administrator, name="setup_administrator"),
    path("thiet-lap/xac-nhan/", setting_up.confirm, name="setup_confirm"),
    # Getting in
    path("dang-nhap/", signing_in.Login.as_view(), name="login"),
    path("dang-xuat/", signing_in.Logout.as_view(), name="logout"),
    path("mat-khau/doi/", signing_in.PasswordChange.as_view(), name="password_change"),
    path("mat-khau/quen/", signing_in.PasswordReset.as_view(), name="password_reset"),
    path("mat-khau/quen/da-gui/", signing_in.PasswordResetDone.as_view(), name="password_reset_done"),
    path(
        "mat-khau/dat-lai/<uidb64>/<token>/", signing_in.PasswordResetConfirm.as_view(), name="password_reset_confirm"
    ),
    # Units
    path("don-vi/", units.unit_list, name="unit_list"),
    path("don-vi/them/", units.unit_create, name="unit_create"),
    path("don-vi/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("don-vi/<int:pk>/sua/", units.unit_edit, name="unit_edit"),
    path("don-vi/<int:pk>/so-luong/", units.headcount_edit, name="headcount_edit"),
    path("don-vi/<int:pk>/so-luong/xac-nhan/", headcounts.headcount_confirm, name="headcount_confirm"),
    path("don-vi/<int:pk>/so-luong-truc-thuoc/", headcounts.headcount_list, name="headcount_list"),
    path("don-vi/<int:pk>/so-luong.xlsx", headcounts.headcount_workbook_download, name="headcount_workbook"),
    path("don-vi/<int:pk>/nhat-ky/", news.audit_list, name="audit_list"),
    path("chuyen-don-vi/", news.unit_switch, name="unit_switch"),
    # Clusters
    path("cum/", clusters.cluster_list, name="cluster_list"),
    path("don-vi/<int:pk>/cum/them/", clusters.cluster_create, name="cluster_create"),
    path("cum/<int:pk>/", clusters.cluster_detail, name="cluster_detail"),
    path("cum/<int:pk>/sua/", clusters.cluster_edit, name="cluster_edit"),
    path("cum/<int:pk>/thanh-vien/them/", clusters.member_add, name="member_add"),
    path("cum/thanh-vien/<int:pk>/ra/", clusters.member_end, name="member_end"),
    path("cum/thanh-vien/<int:pk>/cum-truong/", clusters.lead_set, name="lead_set"),
    # People
    path("nguoi-dung/", people.person_list, name="person_list"),
    path("don-vi/<int:pk>/nguoi-dung/them/", people.person_create, name="person_create"),
    path("nguoi-dung/<int:pk>/", people.person_detail, name="person_detail"),
    path("nguoi-dung/<int:pk>/sua/", people.person_edit, name="person_edit"),
    path("nguoi-dung/<int:pk>/phan-cong/", people.person_appoint, name="person_appoint"),
    path("phan-cong/<int:pk>/ket-thuc/", people.appointment_end, name="appointment_end"),
    path("nguoi-dung/<int:pk>/mat-khau/", slips.password_issue, name="password_issue"),
    path("don-vi/<int:pk>/phieu-mat-khau/", slips.password_slips, name="password_slips"),
    path("don-vi/<int:pk>/ban-giao/", slips.office_hand_over, name="office_hand_over"),
    # All at once
    path("don-vi/<int:pk>/nhap-excel/", workbook.workbook_upload, name="workbook_upload"),
    path("don-vi/<int:pk>/nhap-excel/mau/", workbook.workbook_template, name="workbook_template"),
    path("nhap-excel/<int:pk>/", workbook.workbook_preview, name="workbook_preview"),
    # Messages
    path("thong-bao/", news.message_list, name="message_list"),
    path("thong-bao/<int:pk>/mo/", news.message_open, name="message_open"),
    path("thong-bao/da-doc/", news.message_read_all, name="message_read_all"),
]
