# SPDX-License-Identifier: Apache-2.0
"""Which languages there are, by their two letters (ISO 639-1)."""

import re

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TAG = re.compile(r"([a-z]{2})(-[A-Za-z]{2,8})?")


def is_language(tag: str) -> bool:
    """Whether a tag such as ``bg`` or ``pt-BR`` begins with a language of ISO 639-1."""
    found = _TAG.fullmatch(tag)
    return found is not None and found[1] in _CODES.split()


def base_of(tag: str) -> str:
    """The language without its region."""
    return tag.partition("-")[0].casefold()
