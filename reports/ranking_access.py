"""The doors to rankings: who may set their rules, who may read a cluster's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from reports.models import RankingRule
from reports.overview_access import get_overview_body
from reports.ranking import members_of, rule_of
from units import access as unit_access
from units import clock, roles
from units.models import Cluster, ClusterMembership, Unit, User


@dataclass(frozen=True)
class ClusterReading:
    """A cluster with its rule and members of today, and how far the person sees: the places, the members' states, or
    both."""

    cluster: Cluster
    rule: RankingRule
    members: Sequence[ClusterMembership]
    may_rank: bool
    may_see_states: bool
    reads_from_above: bool


def get_ranking_body(request: HttpRequest) -> Unit:
    """Return the body whose rule is set: named by `don_vi`, else the one the person works in; 403 without the right."""
    body = get_overview_body(request)
    if not roles.may_edit_programs(unit_access.signed_in(request), body):
        raise PermissionDenied
    return body


def get_cluster_reading(user: User, pk: int) -> ClusterReading:
    """Return the cluster for who reads from above, for its lead, and for its members once its ranking is published.

    404 for everybody else outside, 403 for members while it is not published.
    """
    cluster = get_object_or_404(Cluster.objects.select_related("issuer"), pk=pk)
    memberships = members_of([cluster], clock.today()).get(pk, [])
    members, rule = {row.unit: row.is_lead for row in memberships}, rule_of(cluster.issuer)
    lead = next((unit for unit, is_lead in members.items() if is_lead), None)
    may_rank = roles.may_read_ranking(user, cluster.issuer, members, is_published=rule.is_published)
    may_see_states = roles.may_read_member_states(user, cluster.issuer, lead)
    if not (may_rank or may_see_states):
        if any(roles.may_see_unit(user, unit) for unit in (*members, cluster.issuer)):
            raise PermissionDenied
        raise Http404
    from_above = roles.may_read_overview(user, cluster.issuer)
    return ClusterReading(cluster, rule, memberships, may_rank, may_see_states, from_above)
