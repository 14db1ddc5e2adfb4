"""What does a question measure, as far as its own words tell?

A short name that is a term of the field settles it. In a whole sentence words only make it likely: that
is proposed to a person, never taken by itself.
"""

from __future__ import annotations

import re
import unicodedata

from data.importing.fields import normalised

_NAMES: dict[str, str] = {
    "nps": r"nps|netpromoter|recommendation|wouldrecommend|推荐意愿|推荐度|净推荐值",
    "csat": r"csat|(overall)?satisfaction|satisfactionoverall|总体满意度|整体满意度|总满意度",
    "ces": r"ces|effort|customereffort|费力度|费力程度",
    "ces_ease": r"ease|easiness|easeofuse|省力度|容易程度|便捷度",
    "reliability": r"reliability|可靠性",
    "tangibles": r"tangibles?|有形性",
    "responsiveness": r"responsiveness|响应性",
    "assurance": r"assurance|安全性|保证性",
    "empathy": r"empathy|关怀性|移情性",
    "price_sensitivity": r"pricesensitivity|价格敏感度",
    "share_of_needs": r"shareofneeds|shareofwallet|钱包份额",
    "tolerance": r"tolerance|容忍度",
    "attention_to_rivals": r"attentiontorivals|对竞争者的关注",
    "attention_to_brand": r"attentiontobrand|品牌关注度",
    "time_to_choose": r"timetochoose|挑选时间",
    "experience": r"(overall)?experience|总体体验|整体体验",
    "loyalty_intention": r"loyalty(intention)?|repurchase(intention)?|intentiontostay|再购意愿|续约意愿",
    "value_product": r"valueproduct|productvalue|产品价值",
    "value_service": r"valueservice|servicevalue|服务价值",
    "value_personnel": r"valuepersonnel|personnelvalue|人员价值",
    "value_image": r"valueimage|imagevalue|形象价值",
    "cost_money": r"costmoney|monetarycost|货币成本",
    "cost_time": r"costtime|timecost|时间成本",
    "cost_energy": r"costenergy|energycost|体力成本",
    "cost_psychic": r"costpsychic|psychiccost|精神成本",
}
# The first that is found counts: what a question asks of comes before what it asks about. The short
# codes are those of the European customer satisfaction index.
_WORDS: dict[str, str] = {
    "nps": r"\brecommend|推荐|推薦",
    "complaint_handling": r"\bcomplain|\bcusco|投诉|投訴|抱怨",
    "csat": r"overall.*satisf|satisf.*(overall|on the whole|in general)|\bcusa\d*\b|(总体|整体|总的).*满意",
    "ces_ease": r"how easy|made it easy|easy (for me )?to|省力|(容易|便捷|方便).*(解决|办理)"
    r"|(解决|办理).*(容易|便捷|方便)",
    "ces": r"\beffort|how (hard|difficult)|费力",
    "loyalty_intention": r"(buy|choose|come|stay|book|purchase|order).*\bagain|\brenew|come back|\bcusl\d*\b"
    r"|再次(购买|选择|光临)|再购|续约|续费|会再来",
    "attention_to_rivals": r"competitor|\brivals?\b|other (provider|compan|hotel|airline|supplier|brand)"
    r"|竞争对手|同行|其他(商家|酒店|公司|品牌|运营商)",
    "price_sensitivity": r"(price|cheap).*(switch|change|leave|sensitiv)|(switch|leave).*(price|cheap)"
    r"|价格.*(敏感|更换|离开)|涨价",
    "share_of_needs": r"share of.*(need|wallet|spend|purchase)|占.*(需求|消费|支出)",
    "tolerance": r"forgiv|tolerat|put up with|容忍|原谅|谅解",
    "time_to_choose": r"(how long|time).*(choos|decid|compar)|挑选|(考虑|决定).*时间",
    "attention_to_brand": r"(attention|follow|interest).*(brand|news)|关注.*品牌",
    "perceived_value": r"(value|worth).*(money|price)|\bperv\d*\b|性价比|物有所值",
    "expected_quality": r"expect.*quality|\bcuex\d*\b|期望.*质量",
    "perceived_quality": r"(perceived|overall).*quality|\bperq\d*\b|(总体|整体).*质量",
    "image": r"\bimage\b|reputation|\bimag\d*\b|形象|声誉|口碑",
    "experience": r"overall.*experience|(总体|整体).*体验",
    "reliability": r"reliab|promise|dependab|可靠|承诺",
    "tangibles": r"tangib|appearance|\blook(s|ed)?\b|premises|equipment|facilities|有形|外观|设施|仪表",
    "responsiveness": r"prompt|responsive|willing to help|响应|及时|迅速",
    "assurance": r"confidence|\btrust|competent|信任|放心",
    "empathy": r"empath|individual attention|understand.*need|移情|理解.*需",
    "cause_communication": r"communicat|inform|explain|explanation|announce|沟通|告知|通知|说明|信息",
    "cause_care": r"\bcare\b|caring|friendl|courte|polite|attentive|关怀|关心|热情|礼貌|态度",
    "cause_service": r"service|check.?in|boarding|booking|baggage|deliver|waiting|convenien"
    r"|服务|配送|办理|等候|预订",
    "cause_product": r"product|quality|food|drink|clean|seat|room|comfort|location|entertain"
    r"|产品|质量|菜|餐|房间|卫生|舒适|位置",
}


_PAIRED = ("experience", "reliability", "tangibles", "responsiveness", "assurance", "empathy")
_EXPECTS = re.compile(r"\bexpect|\bshould\b|期望|预期|应该")


def suggested_role(item: str) -> str | None:
    """Return what a question measures where its name is a term of the field: ``nps``, ``可靠性``."""
    name = normalised(item)
    return next((role for role, words in _NAMES.items() if re.fullmatch(words, name)), None)


def says_only_its_role(name: str, role: str | None) -> bool:
    """Whether a question's name is the bare term for what it measures (``csat``), no words of its own."""
    return role is not None and suggested_role(name) == role


def likely_role(item: str, scale_high: float | None) -> str | None:
    """Return what a question probably measures by its words; recommending needs a scale that ends at 10."""
    certain = suggested_role(item)
    text = unicodedata.normalize("NFKC", item).casefold().replace("_", " ")
    found = (role for role, words in _WORDS.items() if re.search(words, text))
    role = certain or next((one for one in found if one != "nps" or scale_high in (None, 10.0)), None)
    return f"expectation_{role}" if role in _PAIRED and _EXPECTS.search(text) else role
