"""Looks at the expressions of a form that was read: what cannot be read, what is not available, what goes in a circle."""

from instruments.definition import Kind
from instruments.expression import ExpressionError, names_in, read_expression
from instruments.reading import codes_of
from instruments.xlsform.kinds import OF_THE_FORMAT
from instruments.xlsform.report import Report


def settle(content: dict, rows: dict, lost: set[str], report: Report) -> None:
    """Takes away the rules that cannot be applied here, and says so. What nobody can read breaks the form."""
    known = codes_of(content)
    for name, group in content["groups"].items():
        _settle(group, "relevant", rows[name], known, lost, report)
    for section in content["sections"]:
        for question in list(section["questions"]):
            row = rows.get(question["code"])
            for column in ("relevant", "constraint"):
                _settle(question, column, row, known, lost, report)
            if question["kind"] == Kind.CALCULATED and not _settle(
                question, "calculation", row, known, lost, report
            ):
                section["questions"].remove(question)
    content["sections"] = [each for each in content["sections"] if each["questions"]]
    for name, others in circles(content):
        report.broken(rows[name], "cycle", "relevant", ", ".join(others))


def _settle(holder: dict, column: str, row, known, lost: set[str], report: Report) -> bool:
    source = holder.get(column)
    if not source:
        return True
    try:
        read_expression(source, known)
    except ExpressionError as problem:
        if problem.code == "unknown_name" and problem.about in lost:
            report.left_out(row, "of_left_out", column, problem.about)
        elif problem.code == "unknown_function" and problem.about in OF_THE_FORMAT:
            report.left_out(row, "function", column, problem.about)
        else:
            report.broken(row, problem.code, column, problem.about)
            return True
        holder.pop(column)
        return False
    return True


def circles(content: dict) -> list[tuple[str, list[str]]]:
    """Each circle once: the question where it is found, and the names on the way round."""
    follows = dependencies(content)
    done: set[str] = set()
    found = []
    for start in follows:
        way, seen = [(start, iter(follows[start]))], [start]
        while way and start not in done:
            name, rest = way[-1]
            following = next((each for each in rest if each not in done), None)
            if following is None:
                done.add(name)
                way.pop()
                seen.pop()
            elif following in seen:
                found.append((following, seen[seen.index(following) :]))
                done |= set(seen)
                break
            else:
                way.append((following, iter(follows.get(following, ()))))
                seen.append(following)
    return found


def dependencies(content: dict) -> dict[str, list[str]]:
    groups = {n: names_in(each.get("relevant") or "") for n, each in content["groups"].items()}
    found = {}
    for section in content["sections"]:
        for each in section["questions"]:
            own = names_in(each.get("relevant", "")) + names_in(each.get("calculation", ""))
            around = [name for group in each.get("path", []) for name in groups[group]]
            found[each["code"]] = list(dict.fromkeys(own + around))
    return found
