"""What may columns mean in files of what binds a customer, of products and targets, and in wide tables?"""

from __future__ import annotations

from data.importing.field import Field

_CUSTOMER = Field("customer_id", "id", required=True)
_ROW = Field("row_id", "id")

RELATIONS: dict[str, tuple[Field, ...]] = {
    "products": (
        Field("product_id", "id", required=True, headings="id 编号"),
        Field("product_label", "text", headings="name label title 名称"),
        Field("category", "category"),
        Field("price", "amount"),
        Field("cost", "amount"),
    ),
    "contracts": (
        _CUSTOMER,
        Field("contract_id", "id"),
        Field("start_day", "day", required=True, instead=("tenure_months",)),
        Field("end_day", "day"),
        Field("tenure_months", "number"),
        Field("fee_per_month", "amount"),
        Field("tariff", "category"),
    ),
    "contacts": (
        _CUSTOMER,
        Field("day", "day", required=True, ask="day", headings="contactdate contactday 联系日期 接触日期"),
        Field("channel", "category", headings="contactchannel medium 联系方式 联系渠道"),
        Field("purpose", "category"),
        Field("stage", "category"),
        Field("cost", "amount", headings="contactcost 联系成本"),
        Field("result", "category"),
        Field("agent", "category"),
        Field("promise", "text"),
        Field("row_id", "id", headings="contactid contactno 联系编号"),
    ),
    "rescues": (
        _CUSTOMER,
        Field("day", "day", required=True, ask="day", headings="offerdate campaigndate maildate 挽救日期"),
        Field("measure", "category", required=True),
        Field("is_control", "flag"),
        Field("cost", "amount", headings="offercost rescuecost 挽救费用"),
        Field("responded", "flag"),
        Field("accepted", "flag"),
        Field("outcome", "category"),
        Field("outcome_amount", "amount"),
        Field("row_id", "id", headings="rescueid offerid campaignid"),
    ),
    "exits": (
        _CUSTOMER,
        Field(
            "day",
            "day",
            required=True,
            headings="exitdate exitday leavedate leftdate churndate enddate 流失日期 退出日期",
        ),
        Field("cause", "text"),
        Field("exit_kind", "category"),
        Field("words", "text"),
        Field("row_id", "id", headings="exitid exitno"),
    ),
    "targets": (
        Field("figure", "category", required=True),
        Field("first_day", "day", required=True),
        Field("last_day", "day", required=True),
        Field("planned_value", "number", required=True),
        Field("owner", "category"),
    ),
    "wide": (
        Field("customer_id", "id", required=True, headings="id 编号"),
        Field("snapshot_date", "day", ask="snapshot_date"),
        Field("start_day", "day"),
        Field("tenure_months", "number"),
        Field("end_day", "day"),
        Field("fee_per_month", "amount"),
        Field("tariff", "category", headings="contract 合同 合约"),
        Field("has_left", "flag"),
        Field("exit_day", "day"),
        Field("cause", "text"),
        Field("exit_kind", "category"),
        Field("words", "text"),
    ),
}

RELATION_HEADINGS: dict[str, str] = {
    "category": """
        category productcategory group productgroup class 类别 品类 分类 商品类别 产品类别 類別
    """,
    "price": """
        price unitprice listprice 价格 单价 标价 價格
    """,
    "contract_id": """
        contractid contractno contractnumber agreementid agreementno subscriptionid policyno 合同编号
        合同号 合约编号 协议编号 合約編號
    """,
    "start_day": """
        start startday startdate startedon contractstart contractstartdate begin begindate activationdate
        joindate joinedon signupdate since customersince 开始日期 起始日期 合同开始日期 生效日期 签约日期
        入网日期 开户日期 開始日期 生效日
    """,
    "end_day": """
        end endday enddate endedon contractend contractenddate terminationdate expirydate expireson
        结束日期 终止日期 到期日期 合同结束日期 合同到期日 結束日期 到期日
    """,
    "tenure_months": """
        tenure tenuremonths tenureinmonths monthsascustomer months 在网时长 在网月数 在网月份 合作月数
        客户月数 在網月數 tenuredays tenureindays daysascustomer tenureweeks tenureinweeks tenureyears
        tenureinyears yearsascustomer 在网天数 在网周数 在网年数 在网年限 在網天數 在網年數
    """,
    "fee_per_month": """
        fee feepermonth monthlyfee monthlycharge monthlycharges monthlyprice monthlypayment mrr 月费
        月租 月租费 每月费用 月消费 月費 月租費
    """,
    "tariff": """
        tariff plan contracttype contractkind package subscription subscriptiontype 套餐
        资费 合同类型 合约类型 资费套餐 合約類型
    """,
    "purpose": "purpose reason topic subject contactpurpose 目的 联系目的 事由 主题",
    "stage": "stage step contactstage lifecyclestage 阶段 环节 階段",
    "result": "result outcome contactresult disposition 结果 联系结果 結果",
    "agent": """
        agent employee staff salesperson salesman consultant advisor adviser handledby spokenby seller
        经办人 业务员 销售员 销售人员 客服 客服人员 接待人 顾问 经手人
    """,
    "promise": "promise promised promises commitment agreedon 承诺 承诺内容 许诺 答应的事",
    "measure": """
        measure offer rescuemeasure campaign segment treatment action retentionoffer 挽救方案 挽留方案
        措施 方案 优惠方案 活动 優惠方案
    """,
    "is_control": "iscontrol control controlgroup holdout 对照组 是否对照组 對照組",
    "responded": "responded response visit visited clicked reacted 响应 是否响应 回应 响应与否",
    "accepted": "accepted accept redeemed 接受 是否接受 是否兑换 兑换",
    "outcome": "outcome result finaloutcome conversion converted 结果 挽救结果 挽留结果",
    "outcome_amount": "outcomeamount spend spent revenue amount sales 结果金额 消费金额 挽回金额",
    "cause": """
        cause causes reason reasons churncause churnreason exitreason leavereason whyleft 原因 流失原因
        退出原因 离开原因 流失因素
    """,
    "exit_kind": "exitkind exittype churntype churncategory kind 退出类型 流失类型 退出類型",
    "words": "words comment comments remark remarks note notes text verbatim 说明 备注 原话 客户原话 備註",
    "figure": "figure kpi indicator metric 指标 指標",
    "first_day": "firstday from start startdate periodstart 开始日期 起始日期 期初",
    "last_day": "lastday to end enddate periodend until 结束日期 截止日期 期末",
    "planned_value": "plannedvalue target plan targetvalue planned goal 目标 目标值 计划值 目標值",
    "owner": "owner responsible accountable manager 负责人 责任人 負責人",
    "snapshot_date": "snapshotdate asof asofdate statusdate 快照日期 统计日期 截止日期 数据日期 統計日期",
    "has_left": """
        churn churned churnflag ischurn ischurned left exited attrition attritionflag churnlabel 流失
        是否流失 已流失 流失标志 是否离开 是否流失客户
    """,
    "exit_day": "exitday exitdate leavedate leftdate churndate 流失日期 退出日期 离开日期",
}
