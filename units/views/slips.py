"""One-time passwords on paper, and the hand-over of a secretary's office. What is shown is shown once."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from units import access, clock, pages
from units.actions.appointing import hand_over
from units.actions.passwords import ONE_TIME_VALID, issue_one_time_passwords
from units.forms.people import HandOverForm, SlipsForm
from units.models import User
from units.views.answers import answer_form, say_refused

# Each form carries a token that works once: sending it again, as a browser offers on reload, issues nothing.
TOKENS, TOKEN_FIELD, KEPT_TOKENS = "slip_tokens", "once", 10


def fresh_token(request: HttpRequest) -> str:
    """Return a new token, remembered in the session."""
    token = secrets.token_urlsafe(12)
    request.session[TOKENS] = [*request.session.get(TOKENS, []), token][-KEPT_TOKENS:]
    return token


def use_token(request: HttpRequest) -> bool:
    """Return True the first time the form's token is sent."""
    tokens = request.session.get(TOKENS, [])
    sent = request.POST.get(TOKEN_FIELD, "")
    if sent not in tokens:
        return False
    request.session[TOKENS] = [token for token in tokens if token != sent]
    return True


@never_cache
@require_http_methods(["GET", "POST"])
def password_issue(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    person = access.get_person_to_give_password(user, pk)
    back = reverse("units:person_detail", args=[pk])
    if request.method != "POST":
        context = {"person": person, "once": fresh_token(request), "cancel_url": back, "days": ONE_TIME_VALID.days}
        return render(request, "units/password_issue.html", context)
    if not use_token(request):
        return shown_already(request, back)
    return show_slips(request, [person], back, user)


@never_cache
@require_http_methods(["GET", "POST"])
def password_slips(request: HttpRequest, pk: int) -> HttpResponse:
    """One-time passwords for a whole unit and what is below it, one slip a unit."""
    user = access.signed_in(request)
    unit = access.get_unit(user, pk, to_manage=True)
    form = SlipsForm(request.POST or None)
    back = reverse("units:unit_detail", args=[pk])
    if form.is_valid():
        if not use_token(request):
            return shown_already(request, back)
        people = access.people_to_give_passwords(user, unit, only_new=form.cleaned_data["whom"] == "new")
        return show_slips(request, people, back, user)
    counts = {"new": len(access.people_to_give_passwords(user, unit, only_new=True))}
    context = {"unit": unit, "counts": counts, "once": fresh_token(request), "cancel_url": back}
    return answer_form(
        request, form, context | {"days": ONE_TIME_VALID.days}, template="units/password_slips_form.html"
    )


@never_cache
@require_http_methods(["GET", "POST"])
def office_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretary names the next one; both appointments change in one transaction."""
    user = access.signed_in(request)
    unit = access.get_unit_to_hand_over(user, pk)
    form = HandOverForm(request.POST or None, people=access.people_of(unit).exclude(pk=user.pk).by_name())
    if form.is_valid():
        with say_refused(form):
            successor = form.next_secretary()
            password = hand_over(unit, successor, by=user)
            context = {"unit": unit, "successor": successor, "slips": one_slip(successor, password)}
            return render(request, "units/handed_over.html", context | slip_facts())
    context = {"unit": unit, "cancel_url": reverse("units:unit_detail", args=[pk])}
    return answer_form(request, form, context, template="units/hand_over.html")


def show_slips(request: HttpRequest, people: list[User], back: str, user: User) -> HttpResponse:
    issued = issue_one_time_passwords(people, by=user)
    context: dict[str, Any] = {"slips": pages.slips(people, issued), "back_url": back, "count": len(people)}
    return render(request, "units/password_slips.html", context | slip_facts())


def slip_facts() -> dict[str, Any]:
    """What every slip says beside name and password."""
    return {"until": clock.now() + ONE_TIME_VALID, "site": settings.SITE_URL}


def one_slip(person: User, password: str) -> list[pages.Slip]:
    return pages.slips([person], {person.pk: password}) if password else []


def shown_already(request: HttpRequest, back: str) -> HttpResponse:
    context = {"back_url": back}
    return render(request, "units/slips_shown.html", context, status=409)
