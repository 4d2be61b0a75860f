"""Clusters of a body, their members and leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import access, clock, pages, roles
from units.actions.grouping import add_member, end_membership, save_cluster, set_lead
from units.actions.refusals import Refused
from units.forms.grouping import ClusterForm, LeaveForm, MemberForm
from units.models import Cluster
from units.views.answers import answer_form, done, say_refused, tell_refused


@require_safe
def cluster_list(request: HttpRequest) -> HttpResponse:
    """Clusters the person may see; new ones are made for the body they manage."""
    user = access.signed_in(request)
    rows = pages.cluster_rows(access.visible_clusters(user))
    return render(request, "units/cluster_list.html", {"rows": rows, "home": access.managed_home(request)})


@require_http_methods(["GET", "POST"])
def cluster_create(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    issuer = access.get_unit(user, pk, to_manage=True)
    form = ClusterForm(request.POST or None, instance=Cluster(issuer=issuer))
    if form.is_valid():
        cluster = save_cluster(form.save(commit=False), by=user)
        return done(request, f"Đã tạo {cluster.name}.", reverse("units:cluster_detail", args=[cluster.pk]))
    page = {"page_title": "Thêm cụm thi đua", "lead": issuer.name, "submit": "Tạo cụm"}
    return answer_form(request, form, page | {"cancel_url": reverse("units:cluster_list")})


@require_http_methods(["GET", "POST"])
def cluster_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    form = ClusterForm(request.POST or None, instance=access.get_cluster(user, pk, to_manage=True))
    back = reverse("units:cluster_detail", args=[pk])
    if form.is_valid():
        save_cluster(form.save(commit=False), by=user)
        return done(request, "Đã lưu thông tin cụm.", back)
    return answer_form(request, form, {"page_title": "Sửa cụm thi đua", "cancel_url": back})


@require_safe
def cluster_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    cluster = access.get_cluster(user, pk)
    may_manage = roles.may_manage_unit(user, cluster.issuer)
    context = {"cluster": cluster, "may_manage": may_manage, "today": clock.today()}
    return render(request, "units/cluster_detail.html", context | pages.cluster_page(cluster))


@require_http_methods(["GET", "POST"])
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    cluster = access.get_cluster(user, pk, to_manage=True)
    form = MemberForm(request.POST or None, units=access.units_to_group(cluster))
    back = reverse("units:cluster_detail", args=[pk])
    if form.is_valid():
        typed = form.cleaned_data
        with say_refused(form):
            add_member(cluster, typed["unit"], typed["on"], is_lead=typed["is_lead"], by=user)
            return done(request, f"Đã đưa {typed['unit'].label} vào {cluster.name}.", back)
    note = "Đơn vị đang ở cụm khác của cùng cấp quản lý sẽ ra khỏi cụm đó vào ngày trước ngày vào cụm này."
    page = {"page_title": "Thêm thành viên", "lead": cluster.name, "note": note, "submit": "Thêm vào cụm"}
    return answer_form(request, form, page | {"cancel_url": back})


@require_http_methods(["GET", "POST"])
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    membership = access.get_membership(user, pk)
    form = LeaveForm(request.POST or None)
    back = reverse("units:cluster_detail", args=[membership.cluster_id])
    if form.is_valid():
        with say_refused(form):
            end_membership(membership, form.cleaned_data["on"], by=user)
            return done(request, f"{membership.unit.label} ra khỏi {membership.cluster.name}.", back)
    title = f"Đưa {membership.unit.label} ra khỏi {membership.cluster.name}"
    page = {"page_title": title, "submit": "Ra khỏi cụm", "danger": True, "cancel_url": back}
    return answer_form(request, form, page, template="components/confirm_page.html")


@require_POST
def lead_set(request: HttpRequest, pk: int) -> HttpResponse:
    """The member leads its cluster from today on."""
    user = access.signed_in(request)
    membership = access.get_membership(user, pk)
    back = reverse("units:cluster_detail", args=[membership.cluster_id])
    try:
        set_lead(membership.cluster, membership.unit, clock.today(), by=user)
    except Refused as refusal:
        return tell_refused(request, refusal, back)
    return done(request, f"{membership.unit.label} là cụm trưởng từ hôm nay.", back)
