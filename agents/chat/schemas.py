"""An answer's type as a JSON schema that OpenAI's strict mode and local servers both take.

Every field is required and no other is allowed; what may be missing is nullable. References are
written out and limits left away: not all servers know them, and Pydantic checks the answer anyway.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

Schema = dict[str, Any]
SIMPLE: Final = ("string", "integer", "number", "boolean")


@cache
def strict_schema(answer_type: type[BaseModel]) -> Schema:
    """Returns the schema, made once. Raises TypeError for a type that strict mode cannot say."""
    schema = answer_type.model_json_schema()
    return _strict(schema, schema.get("$defs", {}))


@cache
def tool_of(answer_type: type[BaseModel]) -> Schema:
    """Returns the answer type as a tool that a model may call."""
    schema = strict_schema(answer_type)
    function = {"name": answer_type.__name__, "parameters": schema}
    if "description" in schema:
        function["description"] = schema["description"]
    return {"type": "function", "function": function}


@cache
def response_format_of(answer_type: type[BaseModel]) -> Schema:
    """Returns the answer type as a response format."""
    schema = {"name": answer_type.__name__, "strict": True, "schema": strict_schema(answer_type)}
    return {"type": "json_schema", "json_schema": schema}


def _strict(node: Mapping[str, Any], defs: Mapping[str, Any]) -> Schema:
    """Returns a part of a schema, strict, with its references written out."""
    if "$ref" in node:
        return _strict(defs[node["$ref"].rsplit("/", 1)[1]], defs)
    schema = {name: node[name] for name in ("type", "description", "enum") if name in node}
    if "const" in node:
        schema["enum"] = [node["const"]]
    if "anyOf" in node:
        return {**schema, **_one_of([_strict(choice, defs) for choice in node["anyOf"]])}
    if node.get("type") == "array":
        schema["items"] = _strict(node["items"], defs)
    if node.get("type") == "object":
        schema |= _object(node, defs)
    if "type" not in schema:
        raise TypeError("A strict schema says of each part what type it is.")
    return schema


def _object(node: Mapping[str, Any], defs: Mapping[str, Any]) -> Schema:
    """Returns what a strict schema says of an object with these properties."""
    if "properties" not in node:
        raise TypeError("A strict schema names all fields of an object.")
    properties = {name: _strict(part, defs) for name, part in node["properties"].items()}
    return {
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(choices: list[Schema]) -> Schema:
    """Returns a choice of schemas; of a simple type and null, as a union of their types."""
    values = [choice for choice in choices if choice != {"type": "null"}]
    is_nullable = len(values) < len(choices)
    if len(values) != 1 or not is_nullable or values[0].get("type") not in SIMPLE:
        return {"anyOf": choices}
    value = dict(values[0], type=[values[0]["type"], "null"])
    if "enum" in value:
        value["enum"] = [*value["enum"], None]
    return value
