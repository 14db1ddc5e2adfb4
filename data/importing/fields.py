"""What may a column of an imported file mean, and what is called so in English and Chinese?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from data.importing.field import Field, Sort
from data.importing.relation_fields import RELATION_HEADINGS, RELATIONS
from data.importing.voice_fields import VOICE_HEADINGS, VOICES

NOT_USED = ""

# The kinds of files, each with the meanings of its columns.
DEFINITIONS: dict[str, tuple[Field, ...]] = {
    "transactions": (
        Field("customer_id", "id", required=True),
        Field("day", "day", required=True),
        Field("amount", "amount", required=True, instead=("quantity", "unit_price")),
        Field("quantity", "number"),
        Field("unit_price", "amount"),
        Field("margin", "amount"),
        Field("cost", "amount"),
        Field("product_id", "id"),
        Field("product_label", "text"),
        Field("channel", "category"),
        Field("order_id", "id"),
        Field("row_id", "id"),
        Field("currency", "category"),
    ),
    "customers": (
        Field("customer_id", "id", required=True, headings="id 编号"),
        Field("known_on", "day", ask="known_on"),
    ),
    **RELATIONS,
    **VOICES,
}
KINDS: tuple[str, ...] = (
    "transactions",
    "customers",
    "products",
    "contracts",
    "survey_answers",
    "complaints",
    "complaint_events",
    "contacts",
    "rescues",
    "exits",
    "targets",
    "wide",
)
FIELDS: dict[str, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields) for kind, fields in DEFINITIONS.items()
}
NEEDED: dict[str, frozenset[str]] = {
    kind: frozenset(field.name for field in fields if field.required) for kind, fields in DEFINITIONS.items()
}

_HEADINGS: dict[str, str] = {
    "customer_id": """
        customerid customerno customernumber customercode customer customerkey custid custno cust
        clientid clientno client clientnumber memberid memberno membernumber member userid guestid
        guestno accountid accountno accountnumber buyerid cid 客户 客户编号 客户号 客户id 客户代码
        客户编码 客户号码 会员 会员号 会员编号 会员id 会员卡号 用户id 用户编号 用户号 顾客编号
        顾客号 顾客id 买家id 客戶 客戶編號 客戶代碼 會員編號 會員號 顧客編號
    """,
    "day": """
        day date transactiondate invoicedate orderdate purchasedate saledate salesdate postingdate
        bookingdate bookedon purchasedon paidon paymentdate transdate trxdate orderedon
        orderdatetime transactionday timestamp 日期 交易日期 订单日期 下单日期 下单时间 购买日期
        购买时间 消费日期 消费时间 销售日期 交易时间 订单时间 支付时间 成交时间 入住日期 开票日期
        訂單日期 購買日期 消費日期 銷售日期 交易日
    """,
    "amount": """
        amount totalamount netamount grossamount lineamount linetotal total totalprice sales
        salesamount revenue turnover value spend paid amountpaid transactionamount orderamount
        ordertotal invoiceamount netsales 金额 总金额 消费金额 销售额 销售金额 交易金额 订单金额
        实付金额 实收金额 支付金额 成交金额 付款金额 应付金额 总价 合计金额 金額 總金額 消費金額
        銷售額 銷售金額 訂單金額 實付金額
    """,
    "quantity": """
        quantity qty units pieces pcs count numberofitems items nights itemcount 数量 件数 购买数量
        销售数量 间夜数 份数 數量 件數 購買數量 銷售數量
    """,
    "unit_price": """
        unitprice price priceperunit priceeach itemprice rate 单价 价格 商品单价 销售单价 單價 價格
    """,
    "margin": """
        margin grossmargin contribution contributionmargin profit grossprofit 边际贡献 毛利 毛利额
        利润 贡献毛利 邊際貢獻 毛利額 利潤
    """,
    "cost": """
        cost costofgoods cogs totalcost linecost 成本 总成本 销售成本 商品成本 總成本 銷售成本
    """,
    "product_id": """
        productid productno productnumber productcode product sku stockcode itemid itemno itemcode
        item articleno article upc ean 商品编号 商品id 商品编码 商品代码 产品编号 产品id 产品编码
        货号 sku编码 商品編號 產品編號 貨號
    """,
    "product_label": """
        productname description productdescription itemname itemdescription articlename productlabel
        商品名称 商品 商品名 产品名称 产品 品名 商品名稱 產品名稱 商品描述
    """,
    "channel": """
        channel saleschannel orderchannel source platform store branch shop outlet 渠道 销售渠道
        下单渠道 订单来源 平台 门店 来源 店铺 渠道來源 銷售渠道 門市
    """,
    "order_id": """
        orderid orderno ordernumber order invoiceid invoiceno invoicenumber invoice receiptno
        receiptid receipt bookingid bookingno reservationid basketid 订单号 订单编号 订单id 单号
        发票号 发票号码 小票号 预订号 訂單編號 訂單號 發票號碼 單號
    """,
    "row_id": """
        rowid rowno lineid transactionid transactionno transactionnumber transid trxid entryid
        recordid id 流水号 交易号 交易编号 交易流水号 行号 明细id 记录编号 明细编号 流水號 交易編號
        記錄編號
    """,
    "currency": """
        currency currencycode ccy curr 币种 货币 币别 幣別 貨幣 幣種
    """,
    "known_on": """
        knownon asof asofdate snapshotdate statusdate date updatedon lastupdated validfrom 截止日期
        快照日期 统计日期 更新日期 更新时间 数据日期 統計日期
    """,
}
_HEADINGS |= RELATION_HEADINGS | VOICE_HEADINGS

# Words that hold for some kinds alone.
_GROUPS: tuple[tuple[Mapping[str, object], Mapping[str, str]], ...] = ((RELATIONS, RELATION_HEADINGS),)


def normalised(heading: str) -> str:
    """Return a heading without case, width, spaces and signs: ``Invoice No.`` is ``invoiceno``."""
    return "".join(c for c in unicodedata.normalize("NFKC", heading).casefold() if c.isalnum())


def fields_of(heading: str, kind: str) -> set[str]:
    """Return the fields of a kind that a heading names (usually none or one)."""
    return _FIELDS_OF_HEADING[kind].get(normalised(heading), set())


def is_known(heading: str) -> bool:
    """Whether a heading is one that files of any kind use."""
    return any(normalised(heading) in fields for fields in _FIELDS_OF_HEADING.values())


def of_sort(kind: str, *sorts: Sort) -> tuple[str, ...]:
    """Return the fields of a kind whose cells are read in one of these ways."""
    return tuple(field.name for field in DEFINITIONS[kind] if field.sort in sorts)


def suggestions(headings: Sequence[str], kind: str, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return field -> heading where exactly one free heading names the field.

    ``chosen`` wins; a field chosen as ``NOT_USED`` is left alone. Two headings for one field
    give none: which of them is meant has to be asked.
    """
    taken = {heading for heading in chosen.values() if heading != NOT_USED}
    found = {field: heading for field, heading in chosen.items() if heading != NOT_USED}
    for field in FIELDS[kind]:
        if field in chosen:
            continue
        fits = _naming(field, kind, [heading for heading in headings if heading not in taken])
        if len(fits) == 1 and f"{fits[0]} (2)" not in headings:  # the same heading again: which is meant?
            found[field] = fits[0]
            taken.add(found[field])
    return {field: found[field] for field in FIELDS[kind] if field in found}


def _naming(field: str, kind: str, headings: Sequence[str]) -> list[str]:
    """Return the headings that are a field's own name, else those that mean it."""
    named = [heading for heading in headings if field in fields_of(heading, kind)]
    return [heading for heading in named if normalised(heading) == field.replace("_", "")] or named


def _fields_of_heading(kind: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    sources = [_HEADINGS, *(words for kinds, words in _GROUPS if kind in kinds)]
    for field in DEFINITIONS[kind]:
        words = [source.get(field.name, "") for source in sources]
        for word in " ".join([*words, field.headings, field.name.replace("_", "")]).split():
            found.setdefault(word, set()).add(field.name)
    return found


_FIELDS_OF_HEADING = {kind: _fields_of_heading(kind) for kind in DEFINITIONS}
