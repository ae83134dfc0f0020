"""Each engine with the synthetic policy in its own terms.

Loading is the engine's own parsing and compiling; `request` makes the form of a request that the engine likes best,
and is not timed; `decide` returns the verdict and the ids of the rules that decided, or None where the engine does
not tell them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.synthetic import by_hand, ours, writing
from benchmarks.synthetic.requests import Request, as_json
from benchmarks.synthetic.rules import Condition, SyntheticRule

Answer = tuple[bool, list[str] | None]
Rules = list[SyntheticRule]


class Engine:
    """An engine that knows the policy; a subclass for each."""

    package: str | None = None
    """The distribution that must be installed."""
    note = ""
    learns = False
    """Whether it gets faster with what it is asked again and again."""

    def __init__(self, rules: Rules) -> None:
        """Load the rules."""

    def request(self, request: Request) -> Any:
        """Return the request in the engine's own form."""
        return as_json(request)

    def decide(self, request: Any) -> Answer:
        """Decide a request that is in the engine's own form."""
        raise NotImplementedError

    def ids_of(self, named: Any) -> list[str]:
        """Return the ids of the rules in an answer; not timed."""
        return list(named)


class ByHand(Engine):
    """The function written by hand, over a dictionary."""

    def __init__(self, rules: Rules) -> None:
        self.codes = frozenset(rule.jurisdiction for rule in rules)

    def request(self, request: Request) -> Request:
        return request

    def decide(self, request: Request) -> Answer:
        return by_hand.decide(request, self.codes)


class DisclosurePolicy(Engine):
    """Our own package, over a request that is ready."""

    package = "disclosure-policy"
    learns = True

    def __init__(self, rules: Rules) -> None:
        import disclosure_policy

        with tempfile.TemporaryDirectory() as folder:
            self.policy = disclosure_policy.load(ours.write_rules(rules, Path(folder)))

    def request(self, request: Request) -> Any:
        from disclosure_policy.requests.request import DisclosureRequest

        return DisclosureRequest.model_validate(ours.a_request(request))

    def decide(self, request: Any) -> Answer:
        decision = self.policy.decide(request)
        return decision.verdict == "allow", decision.determining

    def ids_of(self, named: Any) -> list[str]:
        return ours.deciding_rules(named)


class _OneByOne(Engine):
    """An engine that evaluates expressions: the prohibitions first, then the permits."""

    def __init__(self, rules: Rules) -> None:
        self.deny = [(rule.id, self.compiled(rule.whole)) for rule in rules if rule.effect == "deny"]
        self.allow = [(rule.id, self.compiled(rule.whole)) for rule in rules if rule.effect == "allow"]

    def compiled(self, condition: Condition) -> Any:
        """Return the condition as the engine evaluates it."""
        raise NotImplementedError

    def true(self, compiled: Any, request: Any) -> bool:
        """Evaluate a condition."""
        raise NotImplementedError

    def decide(self, request: Any) -> Answer:
        true = self.true
        deny = [name for name, condition in self.deny if true(condition, request)]
        if deny:
            return False, deny
        allow = [name for name, condition in self.allow if true(condition, request)]
        return bool(allow), allow


class RuleEngine(_OneByOne):
    """rule-engine, which this package reads conditions with."""

    package = "rule-engine"

    def __init__(self, rules: Rules) -> None:
        import rule_engine

        self.rule = rule_engine.Rule
        self.context = rule_engine.Context(default_timezone="utc")
        super().__init__(rules)

    def request(self, request: Request) -> Request:
        return request

    def compiled(self, condition: Condition) -> Any:
        return self.rule(writing.RuleEngine().write(condition), context=self.context).matches

    def decide(self, request: Any) -> Answer:
        deny = [name for name, matches in self.deny if matches(request)]
        if deny:
            return False, deny
        allow = [name for name, matches in self.allow if matches(request)]
        return bool(allow), allow


class ZenExpressions(_OneByOne):
    """The ZEN engine, one compiled expression for each rule."""

    package = "zen-engine"

    def compiled(self, condition: Condition) -> Any:
        import zen

        return zen.compile_expression(writing.Zen().write(condition))

    def true(self, compiled: Any, request: Any) -> bool:
        return bool(compiled.evaluate(request))


class ZenTable(Engine):
    """The ZEN engine, a decision table: a column for each attribute with terms, and one for the rest."""

    package = "zen-engine"
    columns = ("jurisdiction", "requester_kind", "purpose", "process", "issuer")

    def __init__(self, rules: Rules) -> None:
        import zen

        inputs = [{"id": name, "name": name, "field": name} for name in self.columns]
        outputs = [{"id": name, "name": name, "field": name} for name in ("rule", "effect")]
        content = {
            "hitPolicy": "collect",
            "inputs": [*inputs, {"id": "rest", "name": "rest"}],
            "outputs": outputs,
            "rules": [self._row(rule) for rule in rules],
        }
        nodes = [
            {"id": "request", "type": "inputNode", "name": "request"},
            {"id": "policy", "type": "decisionTableNode", "name": "policy", "content": content},
            {"id": "response", "type": "outputNode", "name": "response"},
        ]
        edges = [
            {"id": "in", "sourceId": "request", "targetId": "policy"},
            {"id": "out", "sourceId": "policy", "targetId": "response"},
        ]
        self.decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def _row(self, rule: SyntheticRule) -> dict[str, str]:
        row = {"_id": rule.id, "rule": json.dumps(rule.id), "effect": json.dumps(rule.effect)}
        row |= dict.fromkeys((*self.columns, "rest"), "")
        rest = []
        for part in rule.whole[1:]:
            match part:
                case ("==", name, value):
                    row[name] = json.dumps(value)
                case ("in", name, values):
                    row[name] = ", ".join(map(json.dumps, values))
                case _:
                    rest.append(part)
        return row | ({"rest": writing.Zen().write(("and", *rest))} if rest else {})

    def decide(self, request: Any) -> Answer:
        found = self.decision.evaluate(request)["result"] or ()
        deny = [row["rule"] for row in found if row["effect"] == "deny"]
        if deny:
            return False, deny
        return bool(found), [row["rule"] for row in found]


class Cel(_OneByOne):
    """The Common Expression Language in Rust."""

    package = "common-expression-language"

    def __init__(self, rules: Rules) -> None:
        import cel

        self.cel = cel
        super().__init__(rules)

    def compiled(self, condition: Condition) -> Any:
        return self.cel.compile(writing.Cel().write(condition))

    def true(self, compiled: Any, request: Any) -> bool:
        return compiled.execute(request)

    def decide(self, request: Any) -> Answer:
        return super().decide(self.cel.Context(variables=request))


class JsonLogic(Engine):
    """JSONLogic in Rust."""

    package = "datalogic-py"

    def __init__(self, rules: Rules) -> None:
        import datalogic_py

        engine = datalogic_py.Engine()
        self.session, self.handle = engine.session(), datalogic_py.DataHandle
        self.ids = [(rule.id, rule.effect) for rule in rules]
        self.rules = [engine.compile(writing.json_logic(rule.whole)) for rule in rules]

    def decide(self, request: Any) -> Answer:
        values = self.session.evaluate_many(self.rules, self.handle(request))
        found = [named for named, value in zip(self.ids, values, strict=True) if value == "true"]
        deny = [name for name, effect in found if effect == "deny"]
        return (False, deny) if deny else (bool(found), [name for name, _ in found])


class CedarPy(Engine):
    """Cedar, by its official crate."""

    package = "cedarpy"

    def __init__(self, rules: Rules) -> None:
        import cedarpy

        self.policies = cedarpy.PolicySet.from_str(cedar_policies(rules, writing.Cedar()))
        self.entities = cedarpy.Entities.from_json_str("[]")
        self.is_authorized, self.allow = cedarpy.is_authorized, cedarpy.Decision.Allow
        self.ids = {f"policy{number}": rule.id for number, rule in enumerate(rules)}

    def request(self, request: Request) -> Any:
        context = {
            name: {"__extn": {"fn": "datetime", "arg": value.isoformat()}} if isinstance(value, date) else value
            for name, value in request.items()
            if value is not None
        }
        return cedar_request(request) | {"context": context}

    def decide(self, request: Any) -> Answer:
        answer = self.is_authorized(request, self.policies, self.entities)
        return answer.decision == self.allow, [self.ids.get(name, name) for name in answer.diagnostics.reasons]


class YaCedar(Engine):
    """Cedar, by another binding."""

    package = "yacedar"
    note = "tells no ids; dates are whole numbers"

    def __init__(self, rules: Rules) -> None:
        import yacedar

        self.policies = yacedar.PolicySet(cedar_policies(rules, writing.OrdinalCedar()))
        self.entities, self.authorizer, self.new = yacedar.Entities([]), yacedar.Authorizer(), yacedar.Request

    def request(self, request: Request) -> Any:
        context = {
            name: value.toordinal() if isinstance(value, date) else value
            for name, value in request.items()
            if value is not None
        }
        return cedar_request(request) | {"context": context}

    def decide(self, request: Any) -> Answer:
        return self.authorizer.is_authorized(self.new(**request), self.policies, self.entities).is_allowed, None


class Rego(Engine):
    """Rego in C++."""

    package = "regopy"

    def __init__(self, rules: Rules) -> None:
        import regopy

        self.input = regopy.Input
        self.interpreter = regopy.Interpreter()
        self.interpreter.add_module("disclosure.rego", rego_module(rules))
        self.bundle = self.interpreter.build("x=data.disclosure.decision", ["disclosure/decision"])

    def decide(self, request: Any) -> Answer:
        self.interpreter.set_input(self.input(request))
        output = self.interpreter.query_bundle(self.bundle)  # owns what its bindings point at
        found = json.loads(output.binding("x").json())
        return (False, found["denied"]) if found["denied"] else (found["allow"], found["allowed"])


class Casbin(Engine):
    """casbin, a rule of its own for each policy."""

    package = "casbin"
    note = "tells one id"
    model = """
[request_definition]
r = sub
[policy_definition]
p = id, sub_rule, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = eval(p.sub_rule)
"""

    def __init__(self, rules: Rules) -> None:
        import casbin

        self.enforcer = casbin.Enforcer(casbin.Enforcer.new_model(text=self.model))
        self.enforcer.add_function("subset", lambda elements, named: set(elements) <= set(named.split()))
        self.enforcer.add_policies([[rule.id, writing.Casbin().write(rule.whole), rule.effect] for rule in rules])

    def request(self, request: Request) -> Any:
        return type("Subject", (), as_json(request))

    def decide(self, request: Any) -> Answer:
        return self.enforcer.enforce(request), None


class Vakt(Engine):
    """vakt, whose policies are conjunctions of tests of one attribute each."""

    package = "vakt"
    note = "tells no ids; whether an agreement is current is worked out beforehand"

    def __init__(self, rules: Rules) -> None:
        import vakt

        effects = {"allow": vakt.ALLOW_ACCESS, "deny": vakt.DENY_ACCESS}
        storage = vakt.MemoryStorage()
        for rule in rules:
            for number, tests in enumerate(writing.alternatives(rule.whole)):
                context = vakt_context(tests)
                kind = context.pop("requester_kind", vakt.rules.Any())
                storage.add(
                    vakt.Policy(
                        f"{rule.id}.{number}",
                        subjects=[{"kind": kind}],
                        actions=[vakt.rules.Eq("disclose")],
                        resources=[vakt.rules.Any()],
                        context=context,
                        effect=effects[rule.effect],
                    )
                )
        self.guard = vakt.Guard(storage, vakt.RulesChecker())
        self.inquiry = vakt.Inquiry

    def request(self, request: Request) -> Any:
        expires = request["agreement_expires"]
        current = expires is not None and expires >= request["day"]
        return request | {"day": request["day"].toordinal(), "agreement_current": current}

    def decide(self, request: Any) -> Answer:
        subject = {"kind": request["requester_kind"]}
        inquiry = self.inquiry(subject=subject, action="disclose", resource="record", context=request)
        return self.guard.is_allowed(inquiry), None


ENGINES: dict[str, type[Engine]] = {
    "by hand": ByHand,
    "disclosure-policy": DisclosurePolicy,
    "datalogic-py": JsonLogic,
    "common-expression-language": Cel,
    "vakt": Vakt,
    "zen-engine, expressions": ZenExpressions,
    "zen-engine, table": ZenTable,
    "yacedar": YaCedar,
    "cedarpy": CedarPy,
    "rule-engine": RuleEngine,
    "regopy": Rego,
    "casbin": Casbin,
}
"""Every engine by the name on the page, the quick ones first."""


def cedar_policies(rules: Rules, writer: writing.Cedar) -> str:
    """Write the policy in Cedar."""
    effects = {"allow": "permit", "deny": "forbid"}
    scope = 'principal, action == Action::"disclose", resource'
    return "\n".join(f"{effects[rule.effect]} ({scope}) when {{ {writer.write(rule.whole)} }};" for rule in rules)


def cedar_request(request: Request) -> dict[str, str]:
    """Return who asks for what, as Cedar names them."""
    return {
        "principal": f'Requester::"{request["requester_kind"]}"',
        "action": 'Action::"disclose"',
        "resource": f'Jurisdiction::"{request["jurisdiction"]}"',
    }


def rego_module(rules: Rules) -> str:
    """Write the policy in Rego."""
    writer = writing.Rego()
    sets = {"allow": "allowed", "deny": "denied"}
    written = [
        f"{sets[rule.effect]} contains {json.dumps(rule.id)} if {{ {'; '.join(writer.statements(rule.whole))} }}"
        for rule in rules
    ]
    head = [
        "package disclosure",
        "import rego.v1",
        "default allow := false",
        "allow if { count(denied) == 0; count(allowed) > 0 }",
        'decision := {"allow": allow, "denied": denied, "allowed": allowed}',
    ]
    return "\n".join([*head, *writer.helpers, *written])


def vakt_context(tests: Iterable[Condition]) -> dict[str, Any]:
    """Write tests of single attributes as vakt's rules, by attribute."""
    import vakt.rules as v

    class Has(v.base.Rule):
        def __init__(self, value: str, *, wanted: bool) -> None:
            self.value, self.wanted = value, wanted

        def satisfied(self, what: Any, inquiry: Any = None) -> bool:
            return (self.value in what) is self.wanted

    class Stated(v.base.Rule):
        def __init__(self, *, wanted: bool) -> None:
            self.wanted = wanted

        def satisfied(self, what: Any, inquiry: Any = None) -> bool:
            return (what is not None) is self.wanted

    orders = {"<": v.Less, "<=": v.LessOrEqual, ">": v.Greater, ">=": v.GreaterOrEqual}
    found: dict[str, list[Any]] = {}
    for test in tests:
        wanted = test[0] != "not"
        match test if wanted else test[1]:
            case ("==" | "!=" as operator, name, value):
                rule = (v.Eq if (operator == "==") is wanted else v.NotEq)(value)
            case ("in", name, values):
                rule = (v.In if wanted else v.NotIn)(*values)
            case ("is", name):
                rule = v.Truthy() if wanted else v.Falsy()
            case ("has", name, value):
                rule = Has(value, wanted=wanted)
            case ("within", name, values):
                rule = v.AllIn(*values)
            case ("null", name):
                rule = Stated(wanted=not wanted)
            case ("compare", name, operator, value):
                rule = orders[operator](value.toordinal() if isinstance(value, date) else value)
            case ("relate", _, operator, _):
                name, rule = "agreement_current", v.Truthy() if operator == ">=" else v.Falsy()
        found.setdefault(name, []).append(rule)
    return {name: rules[0] if len(rules) == 1 else v.And(*rules) for name, rules in found.items()}
