"""Amending a programme that runs: targets, indicators, activities. Every page asks for the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators import access as indicator_access
from indicators.drafting import draft_of
from programs import access
from programs.actions.amending import draft_of_activity
from programs.actions.drafting import frame_of
from programs.forms.base import DraftForm
from programs.models import Program
from programs.outline import next_number, section_of_last
from programs.payloads import ActivityDraft, IndicatorDraft, TargetDraft
from programs.rereading import mark_of_all
from programs.suggesting import promises_in
from reports.actions import amending, rereading
from reports.actions.refusals import ChangedMeanwhile, Refused
from reports.forms.amending import (
    CloseForm,
    NewTargetForm,
    RunningActivityForm,
    RunningIndicatorForm,
    RunningTargetForm,
)
from reports.forms.issuing import ReasonForm
from units import clock
from units.access import signed_in

TARGETS, CALENDAR = "chi-tieu", "lich"
SAVED = "Đã điều chỉnh và báo cho các đơn vị tham gia. Nội dung trước và sau được giữ ở thẻ “Lịch sử”."


@require_http_methods(["GET", "POST"])
def target_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The text first; then what it promises is shown and ticked; only then is anything written."""
    user = signed_in(request)
    program = access.get_running(user, pk)
    draft, place = TargetDraft(number=next_number(program)), section_of_last(program)
    form = NewTargetForm(typed(request), draft=draft, program=program, place=place)
    frame = frame_of(program.issuer)
    promises = promises_in(request.POST.get("text", ""), branches_take_part=frame.branches_take_part)
    is_read = form.is_bound and request.POST.get("read") == request.POST.get("text")
    if not form.is_bound:
        form.hide_counted()
    else:
        form.offer(promises, ticked=not is_read)

    def write() -> None:
        typed_values = form.cleaned_data
        chosen = {at: promises[at] for at in typed_values["counted"]}
        section, reason = typed_values["section"], typed_values["reason"]
        amending.add_target(program, form.to_target(), section, chosen, reason, by=user)

    extra = {"read": request.POST.get("text"), "submit": "Thêm chỉ tiêu" if form.is_bound else "Đọc chỉ số"}
    return answer(request, form, program, "Thêm chỉ tiêu", write if is_read else None, TARGETS, extra)


@require_http_methods(["GET", "POST"])
def target_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    target = access.get_target(user, pk)
    draft = TargetDraft(target.number, target.text, target.is_embedded)
    form = RunningTargetForm(typed(request), draft=draft, program=target.program, place=target.section)

    def write() -> str | None:
        section, reason = form.cleaned_data["section"], form.cleaned_data["reason"]
        amending.change_target(target, form.to_target(), section, reason, by=user, seen=seen_by(request, form))
        return reverse("reports:target_reread", args=[pk]) if rereading.rereadings_of(target) else None

    def again(changed: ChangedMeanwhile) -> DraftForm:
        return RunningTargetForm(draft=changed.now, program=target.program, place=changed.beside)

    return answer(request, form, target.program, "Sửa lời chỉ tiêu", write, TARGETS, again=again)


@require_http_methods(["GET", "POST"])
def target_reread(request: HttpRequest, pk: int) -> HttpResponse:
    """What the corrected text says otherwise than the indicators, to be taken over on one press."""
    user = signed_in(request)
    target = access.get_target(user, pk)
    found = rereading.rereadings_of(target)
    if not found and request.method == "GET":
        return redirect(reverse("programs:program_detail", args=[target.program_id]) + f"?xem={TARGETS}")
    last = target.program.amendments.order_by("-pk").first()
    form = ReasonForm(typed(request), initial={"reason": last.reason if last else ""})

    def write() -> None:
        kept = rereading.take_over(target, form.cleaned_data["reason"], seen=request.POST.get("reread", ""), by=user)
        if kept:
            messages.warning(request, KEPT.format("; ".join(kept)))

    extra = {
        "about": target.text,
        "reread": found,
        "kept": [item.now.label for item in found if rereading.is_kept(item)],
        "reread_mark": mark_of_all(found),
        "submit": "Sửa chỉ số theo câu mới",
    }
    return answer(request, form, target.program, "Chỉ số theo câu đã sửa", write, TARGETS, extra)


@require_http_methods(["GET", "POST"])
def indicator_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    target = access.get_target(user, pk)
    form = RunningIndicatorForm(typed(request), draft=IndicatorDraft())

    def write() -> None:
        amending.add_indicator(target, form.to_indicator(), form.cleaned_data["reason"], by=user)

    return answer(request, form, target.program, "Thêm chỉ số", write, TARGETS, {"about": target.text})


@require_http_methods(["GET", "POST"])
def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    row = indicator_access.get_running(user, pk)
    form = RunningIndicatorForm(typed(request), draft=draft_of(row))

    def write() -> None:
        reason, seen = form.cleaned_data["reason"], seen_by(request, form)
        amending.change_indicator(row, form.to_indicator(), reason, by=user, seen=seen)

    def again(changed: ChangedMeanwhile) -> DraftForm:
        return RunningIndicatorForm(draft=changed.now)

    extra = {"refused": amending.REPORTED if amending.is_reported(row) else "", "indicator": row, "about": row.label}
    return answer(request, form, row.program, "Sửa chỉ số", write, TARGETS, extra, again=again)


@require_http_methods(["GET", "POST"])
def indicator_drop(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    row = indicator_access.get_running(user, pk)
    has_figures = amending.is_reported(row)
    form = CloseForm(typed(request), initial={"on": clock.today()}) if has_figures else ReasonForm(typed(request))

    def write() -> None:
        day = form.cleaned_data.get("on") or clock.today()
        amending.drop_indicator(row, form.cleaned_data["reason"], by=user, on=day)

    extra = {"about": f"{row.label}. {FIGURES_STAY if has_figures else NOTHING_REPORTED}", "submit": "Thôi theo dõi"}
    return answer(request, form, row.program, "Thôi theo dõi chỉ số", write, TARGETS, extra)


@require_http_methods(["GET", "POST"])
def activity_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    program = access.get_running(user, pk)
    form = RunningActivityForm(typed(request), draft=ActivityDraft())

    def write() -> None:
        amending.add_activity(program, form.to_activity(), form.cleaned_data["reason"], by=user)

    return answer(request, form, program, "Thêm hoạt động", write, CALENDAR)


@require_http_methods(["GET", "POST"])
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    activity = access.get_activity(user, pk)
    form = RunningActivityForm(typed(request), draft=draft_of_activity(activity))

    def write() -> None:
        reason, seen = form.cleaned_data["reason"], seen_by(request, form)
        amending.change_activity(activity, form.to_activity(), reason, by=user, seen=seen)

    def again(changed: ChangedMeanwhile) -> DraftForm:
        return RunningActivityForm(draft=changed.now)

    extra = {"activity": activity}
    return answer(request, form, activity.program, "Sửa hoạt động", write, CALENDAR, extra, again=again)


@require_http_methods(["GET", "POST"])
def activity_drop(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    activity = access.get_activity(user, pk)
    form = ReasonForm(typed(request))

    def write() -> None:
        amending.drop_activity(activity, form.cleaned_data["reason"], by=user)

    extra = {"about": activity.title, "submit": "Bỏ hoạt động"}
    return answer(request, form, activity.program, "Bỏ hoạt động", write, CALENDAR, extra)


KEPT = "Đã có số liệu nên giữ nguyên cách tính: {}. Có thể thôi theo dõi chỉ số đó và thêm chỉ số mới."
FIGURES_STAY = "Báo cáo hết hạn từ ngày này trở đi không hỏi chỉ số nữa; số liệu đã báo cáo được giữ nguyên."
NOTHING_REPORTED = "Chưa có đơn vị nào ghi số liệu nên chỉ số được bỏ hẳn khỏi chương trình."


def typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def seen_by(request: HttpRequest, form: DraftForm) -> str:
    """Return the mark of what the form showed when it was filled in."""
    return request.POST.get("seen", form.mark)


def answer(
    request: HttpRequest,
    form: forms.Form,
    program: Program,
    heading: str,
    write: Callable[[], str | None] | None,
    tab: str,
    extra: dict[str, Any] | None = None,
    *,
    again: Callable[[ChangedMeanwhile], DraftForm] | None = None,
) -> HttpResponse:
    """Write a valid form and go back to the programme, or where `write` leads; else show the page, refused with 422.

    Without `write` the form is shown again, as one more step. `again` is the form as somebody else has meanwhile left
    what it is about: shown beside what was typed, for the person to choose.
    """
    context: dict[str, Any] = {"form": form, "program": program, "heading": heading, **(extra or {})}
    if isinstance(form, DraftForm):
        context["seen"] = seen_by(request, form)
    back = reverse("programs:program_detail", args=[program.pk]) + f"?xem={tab}"
    is_good = form.is_bound and form.is_valid()
    if is_good and write is not None:
        try:
            onward = write()
        except ChangedMeanwhile as changed:
            assert again is not None  # noqa: S101 – whoever passes what was seen says how it is shown anew
            assert isinstance(form, DraftForm)  # noqa: S101
            theirs = again(changed)
            context |= {"changed": changed, "otherwise": form.said_otherwise(theirs), "seen": theirs.mark}
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, SAVED)
            return redirect(onward or back)
    context |= {"back_url": back, "again_url": request.path}
    status = 422 if form.is_bound and (form.errors or "changed" in context) else 200
    return render(request, "reports/amend_form.html", context, status=status)
