"""Addresses of the programs app. Issuing and the regime reach into other apps and are addresses of reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from programs.views import assigning, exporting, listing, reviewing, uploading

app_name = "programs"
urlpatterns: list[URLPattern] = [
    path("chuong-trinh/", listing.program_list, name="program_list"),
    path("chuong-trinh/tai-len/", uploading.program_upload, name="program_upload"),
    path("chuong-trinh/soan-moi/", uploading.program_write, name="program_write"),
    path("chuong-trinh/<int:pk>/", listing.program_detail, name="program_detail"),
    path("chuong-trinh/<int:pk>/tep/", listing.program_file, name="program_file"),
    path("chuong-trinh/<int:pk>/xuat/<slug:suffix>/", exporting.program_export, name="program_export"),
    path("chuong-trinh/<int:pk>/soat/", reviewing.program_review, name="program_review"),
    path("chuong-trinh/<int:pk>/soat/chap-nhan/", reviewing.proposals_accept, name="proposals_accept"),
    path("chuong-trinh/<int:pk>/soat/them/<slug:kind>/", reviewing.proposal_add, name="proposal_add"),
    path("chuong-trinh/<int:pk>/tai-lai/", uploading.program_reimport, name="program_reimport"),
    path("chuong-trinh/<int:pk>/xoa/", uploading.program_discard, name="program_discard"),
    path("chuong-trinh/<int:pk>/phan-cong/", assigning.assignment_add, name="assignment_add"),
    path("chuong-trinh/phan-cong/<int:pk>/bo/", assigning.assignment_remove, name="assignment_remove"),
    path("chuong-trinh/muc/<int:pk>/sua/", reviewing.proposal_edit, name="proposal_edit"),
    path("chuong-trinh/muc/<int:pk>/doc-lai/", reviewing.proposal_reread, name="proposal_reread"),
    path("chuong-trinh/muc/<int:pk>/chap-nhan/", reviewing.proposal_accept, name="proposal_accept"),
    path("chuong-trinh/muc/<int:pk>/bo/", reviewing.proposal_drop, name="proposal_drop"),
    path("chuong-trinh/muc/<int:pk>/khoi-phuc/", reviewing.proposal_restore, name="proposal_restore"),
    path("chuong-trinh/muc/<int:pk>/chuyen/<slug:step>/", reviewing.proposal_arrange, name="proposal_arrange"),
    path("chuong-trinh/muc/<int:pk>/gop/", reviewing.proposal_merge, name="proposal_merge"),
    path("chuong-trinh/muc/<int:pk>/tach/", reviewing.proposal_split, name="proposal_split"),
]
