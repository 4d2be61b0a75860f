"""Addresses of the reports app. Each subject appends its own lines."""

from __future__ import annotations

from django.urls import URLPattern, path

from reports.views import (
    amending,
    attachments,
    compiled,
    copying,
    easing,
    home,
    inbox,
    issuing,
    opening,
    overview,
    participating,
    regimes,
    review,
    search,
    sending,
    sheet,
    succeeding,
    workbook,
)

app_name = "reports"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("tim/", search.search, name="search"),
    # A unit's own reports
    path("bao-cao/", home.submission_list, name="submission_list"),
    path("lich/", home.calendar, name="calendar"),
    path("bao-cao/<int:pk>/", home.submission_detail, name="submission_detail"),
    path("bao-cao/<int:pk>/soan/", sheet.submission_form, name="submission_form"),
    path("bao-cao/<int:pk>/soan/o/<int:indicator_id>/", sheet.entry_save, name="entry_save"),
    path("bao-cao/<int:pk>/soan/phan/<str:part>/", sheet.narrative_save, name="narrative_save"),
    path("bao-cao/<int:pk>/soan/bieu-mau-excel/", workbook.workbook_download, name="workbook_download"),
    path("bao-cao/<int:pk>/soan/dien-bang-excel/", workbook.workbook_fill, name="workbook_fill"),
    path("bao-cao/<int:pk>/gui/", sending.submission_submit, name="submission_submit"),
    path("bao-cao/<int:pk>/gui/giai-trinh/", sending.warning_answer, name="warning_answer"),
    path("bao-cao/<int:pk>/giay-xac-nhan/", sending.submission_receipt, name="submission_receipt"),
    path("bao-cao/<int:pk>/rut-lai/", sending.submission_take_back, name="submission_take_back"),
    path("bao-cao/<int:pk>/y-kien/", review.comment_add, name="comment_add"),
    path("bao-cao/<int:pk>/tep/", attachments.attachment_add, name="attachment_add"),
    path("tep/<int:pk>/", attachments.attachment_detail, name="attachment_detail"),
    path("tep/<int:pk>/go/", attachments.attachment_remove, name="attachment_remove"),
    # The reviewing office
    path("hop-duyet/", inbox.inbox, name="inbox"),
    path("hop-duyet/duyet-nhieu/", inbox.inbox_accept, name="inbox_accept"),
    path("hop-duyet/<int:pk>/", review.submission_review, name="submission_review"),
    path("hop-duyet/<int:pk>/duyet/", review.submission_accept, name="submission_accept"),
    path("hop-duyet/<int:pk>/tra-lai/", review.submission_return, name="submission_return"),
    path("hop-duyet/<int:pk>/mo-lai/", easing.submission_reopen, name="submission_reopen"),
    path("hop-duyet/<int:pk>/gia-han/", easing.submission_extend, name="submission_extend"),
    path("hop-duyet/<int:pk>/mien/", easing.submission_waive, name="submission_waive"),
    path("don-vi/<int:pk>/sap-nhap/", easing.unit_merge, name="unit_merge"),
    path("don-vi/<int:pk>/tiep-noi/", succeeding.unit_succeed, name="unit_succeed"),
    # Compiled reports
    path("bao-cao-tong-hop/", compiled.compiled_list, name="compiled_list"),
    path("bao-cao-tong-hop/lap/", compiled.compiled_request, name="compiled_request"),
    path("bao-cao-tong-hop/<int:pk>/", compiled.compiled_detail, name="compiled_detail"),
    path("bao-cao-tong-hop/<int:pk>/lap-lai/", compiled.compiled_rebuild, name="compiled_rebuild"),
    path("bao-cao-tong-hop/<int:pk>/tep/<str:suffix>/", compiled.compiled_file, name="compiled_file"),
    # Issuing and regimes
    path("chuong-trinh/chep/", copying.program_copy, name="program_copy"),
    path("chuong-trinh/<int:pk>/ban-hanh/", issuing.program_issue, name="program_issue"),
    path("chuong-trinh/<int:pk>/thu-hoi/", issuing.program_take_back, name="program_take_back"),
    path("chuong-trinh/<int:pk>/ket-thuc/", issuing.program_close, name="program_close"),
    path("chuong-trinh/<int:pk>/tham-gia/them/", participating.participant_add, name="participant_add"),
    path("chuong-trinh/<int:pk>/tham-gia/<int:unit_pk>/thoi/", participating.participant_end, name="participant_end"),
    path("chuong-trinh/<int:pk>/so-dau-ky/", opening.opening_balances, name="opening_balances"),
    path("chuong-trinh/<int:pk>/so-dau-ky/tep-mau/", opening.opening_template, name="opening_template"),
    path("che-do-bao-cao/yeu-cau-dot-xuat/", regimes.urgent_request, name="urgent_request"),
    path("che-do-bao-cao/<int:pk>/quy-dinh/", regimes.regime_detail, name="regime_detail"),
    path("che-do-bao-cao/<int:pk>/sua/", regimes.regime_edit, name="regime_edit"),
    path("che-do-bao-cao/<int:pk>/quy-dinh/them/", regimes.rule_add, name="rule_add"),
    path("che-do-bao-cao/quy-dinh/<int:pk>/sua/", regimes.rule_edit, name="rule_edit"),
    path("che-do-bao-cao/quy-dinh/<int:pk>/bo/", regimes.rule_remove, name="rule_remove"),
    # Amending a programme that runs
    path("chuong-trinh/<int:pk>/dieu-chinh/them-chi-tieu/", amending.target_add, name="target_add"),
    path("chuong-trinh/<int:pk>/dieu-chinh/them-hoat-dong/", amending.activity_add, name="activity_add"),
    path("chuong-trinh/dieu-chinh/chi-tieu/<int:pk>/", amending.target_edit, name="target_edit"),
    path("chuong-trinh/dieu-chinh/chi-tieu/<int:pk>/them-chi-so/", amending.indicator_add, name="indicator_add"),
    path("chuong-trinh/dieu-chinh/chi-so/<int:pk>/", amending.indicator_edit, name="indicator_edit"),
    path("chuong-trinh/dieu-chinh/chi-so/<int:pk>/thoi/", amending.indicator_drop, name="indicator_drop"),
    path("chuong-trinh/dieu-chinh/hoat-dong/<int:pk>/", amending.activity_edit, name="activity_edit"),
    path("chuong-trinh/dieu-chinh/hoat-dong/<int:pk>/bo/", amending.activity_drop, name="activity_drop"),
    # The committee
    path("tong-quan/", overview.overview, name="overview"),
    path("tong-quan/theo-ky/", overview.period_matrix, name="period_matrix"),
    path("tong-quan/theo-chi-tieu/", overview.target_matrix, name="target_matrix"),
    path("don-vi/<int:pk>/tien-do/", overview.unit_detail, name="unit_detail"),
]
