"""What may columns mean in files of survey answers, complaints and steps of complaints?"""

from __future__ import annotations

from data.importing.field import Field

_SAID = "feedback description complaint complainttext message 意见 评论 留言 投诉内容 内容 反馈 意見"

VOICES: dict[str, tuple[Field, ...]] = {
    "survey_answers": (
        Field("item", "category", required=True),
        Field("wording", "text"),
        Field("score", "number", required=True),
        Field("expectation", "number"),
        Field("importance", "number"),
        Field("scale", "category"),
        Field("customer_id", "id", headings="externalreference externaldatareference"),
        Field("respondent", "id"),
        Field(
            "day",
            "day",
            headings="surveydate surveyday answeredon answeredat responsedate completedon completedat"
            " completiontime submitted submittedon submittedat submissiondate submissiontime submitdate"
            " recordeddate enddate answerdate answerday dateofanswer dateofresponse dateofsurvey surveytime"
            " datecompleted datesubmitted 调查日期 调查时间 答卷日期 答卷时间 填写日期 填写时间 提交时间"
            " 提交日期 提交答卷时间 回答日期 回答时间 作答时间 答题日期 答题时间 评价日期 评价时间 时间戳记",
        ),
        Field(
            "channel",
            "category",
            headings="surveychannel distributionchannel medium collector sentvia 调查渠道 来源渠道 答卷来源",
        ),
        Field("words", "text", headings=_SAID),
    ),
    "complaints": (
        Field("complaint_id", "id"),
        Field("customer_id", "id"),
        Field("opened_at", "moment", required=True),
        Field("acknowledged_at", "moment"),
        Field("resolved_at", "moment"),
        Field("closed_at", "moment"),
        Field("channel", "category", headings="complaintchannel medium origin 投诉渠道 受理渠道"),
        Field(
            "cause",
            "category",
            headings="category topic type complainttype factor 投诉类型 投诉原因 类别 类型",
        ),
        Field("severity", "category"),
        Field("words", "text", headings=_SAID),
        Field("claim", "amount"),
    ),
    "complaint_events": (
        Field("complaint_id", "id", required=True),
        Field("activity", "category", required=True),
        Field("at", "moment", required=True),
        Field("state", "category"),
        Field("resource", "category"),
        Field("cost", "amount", headings="stepcost 处理成本"),
        Field("customer_id", "id"),
        Field("row_id", "id", headings="eventid stepid 步骤编号"),
    ),
}

VOICE_HEADINGS: dict[str, str] = {
    "item": """
        item question questionid questionno questioncode itemid itemcode indicator dimension 题目 题号
        问题 题项 指标 维度 題目 問題
    """,
    "wording": """
        wording question questiontext questionwording questionlabel itemtext itemlabel itemname statement
        题目 题干 题目内容 题目文字 问题 问题内容 題目 題幹
    """,
    "score": """
        score rating answer response value points perception perceived experience experienced actual
        得分 评分 分数 打分 答案 感知 体验 感知值 实际感受 評分 得分值
    """,
    "expectation": "expectation expected expectedscore 期望 预期 期望值 预期值 期望得分 預期",
    "importance": "importance weight importancepoints 重要性 重要度 权重 權重",
    "scale": "scale range scalerange 量表 量程 分制 评分范围",
    "respondent": """
        respondent respondentid responseid surveyid participant participantid questionnaireid caseid id
        受访者 受访者编号 问卷编号 答卷编号 样本编号 序号 受訪者 問卷編號
    """,
    "complaint_id": """
        complaintid complaintno complaintnumber complaintcode caseid caseno casenumber caseconceptname
        ticketid ticketno ticketnumber ticket incidentid incidentno issueid requestid traceid id
        投诉编号 投诉单号 投诉号 工单号 工单编号 案件编号 案件号 案例编号 單號 投訴編號 案件編號
    """,
    "opened_at": """
        openedat opened openedon opendate createdat created createdon creationdate receivedat received
        receivedon receiveddate complaintdate complaintday day date reportedat reportedon registeredat
        startedat timestamp 投诉日期 投诉时间 受理日期 受理时间 创建时间 登记时间 接收时间 日期 时间
        投訴日期 受理日
    """,
    "acknowledged_at": """
        acknowledgedat acknowledged acknowledgedon firstresponseat firstresponse firstreply repliedat
        首次回复时间 首次响应时间 响应时间 确认时间 回复时间
    """,
    "resolved_at": """
        resolvedat resolved resolvedon resolutiondate resolveddate solvedat solvedon 解决时间 解决日期
        处理完成时间 完成时间 解決時間
    """,
    "closed_at": "closedat closed closedon closingdate 关闭时间 关闭日期 结案时间 结案日期 結案日期",
    "severity": "severity priority seriousness level urgency 严重程度 严重性 优先级 紧急程度 等级 嚴重程度",
    "claim": "claim claimamount claimed amountclaimed damage compensation 索赔金额 索赔 赔偿要求 损失金额",
    "activity": """
        activity activityname event eventname step action conceptname task status 活动 步骤 环节
        处理步骤 操作 事件 动作 活動 步驟
    """,
    "at": """
        at timestamp timetimestamp time datetime eventtime eventat completetimestamp completedat
        happenedat day date 时间 发生时间 处理时间 时间戳 操作时间 日期 時間 處理時間
    """,
    "state": "state complaintstate statename 状态 处理状态 狀態",
    "resource": """
        resource orgresource user handler agent employee assignee handledby worker 处理人 经办人 负责人
        操作人 员工 處理人
    """,
}
