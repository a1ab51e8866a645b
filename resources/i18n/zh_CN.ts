<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Acts</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Locate</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Video wall</source>
        <translation>视频墙</translation>
    </message>
    <message>
        <source>Call list</source>
        <translation>通话名单</translation>
    </message>
    <message>
        <source>Report a case</source>
        <translation>登记案件</translation>
    </message>
    <message>
        <source>Owners</source>
        <translation>权属单位</translation>
    </message>
    <message>
        <source>Save as geofence</source>
        <translation>存为围栏</translation>
    </message>
    <message>
        <source>Step for cases</source>
        <translation>案件批量办理</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>AddressPart</name>
    <message>
        <source>Others&apos; cases at this address</source>
        <translation>此地址他人的案件</translation>
    </message>
    <message>
        <source>Calls about this address</source>
        <translation>此地址的来电</translation>
    </message>
</context>
<context>
    <name>AgeChip</name>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>ageing {age}</source>
        <translation>{age}未更新</translation>
    </message>
    <message>
        <source>refused: backend</source>
        <translation>后台拒绝</translation>
    </message>
    <message>
        <source>lost {age}: backend</source>
        <translation>后台失联 {age}</translation>
    </message>
    <message>
        <source>no backend</source>
        <translation>后台未连接</translation>
    </message>
</context>
<context>
    <name>AlarmModel</name>
    <message>
        <source>Alarm</source>
        <translation>报警</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>人员车辆</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Lasts</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>Value / limit</source>
        <translation>数值 / 阈值</translation>
    </message>
    <message>
        <source>Seen to</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>nobody yet</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>over, nobody</source>
        <translation>已解除，未确认</translation>
    </message>
    <message>
        <source>over since {time}</source>
        <translation>{time} 解除</translation>
    </message>
    <message>
        <source>seen to: {who}</source>
        <translation>确认：{who}</translation>
    </message>
</context>
<context>
    <name>AlarmPane</name>
    <message>
        <source>Recording of then</source>
        <translation>查看当时录像</translation>
    </message>
    <message>
        <source>Note, if any  Ctrl+K</source>
        <translation>说明（可不填）  Ctrl+K</translation>
    </message>
    <message>
        <source>Seen to</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>{count} open · {waiting} not seen to</source>
        <translation>报警 {count} 条 · 未确认 {waiting} 条</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未解除</translation>
    </message>
    <message>
        <source>Over, 24 h</source>
        <translation>24 小时内解除</translation>
    </message>
</context>
<context>
    <name>Along</name>
    <message>
        <source>Components, registers and base maps are those of now; who was looking at what is not kept.</source>
        <translation>部件、台账与底图为现在的情况；谁正在查看什么没有留存。</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Sensors high</source>
        <translation>传感器超阈值</translation>
    </message>
    <message>
        <source>On shift</source>
        <translation>当班人员</translation>
    </message>
</context>
<context>
    <name>AnnunciatorPane</name>
    <message>
        <source>Test the sound</source>
        <translation>试听</translation>
    </message>
    <message>
        <source>All seen</source>
        <translation>全部已阅</translation>
    </message>
    <message>
        <source>for {minutes} min</source>
        <translation>静音 {minutes} 分钟</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>恢复声音</translation>
    </message>
    <message>
        <source>{count} new</source>
        <translation>新 {count} 件</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>muted until {time}</source>
        <translation>静音至 {time}</translation>
    </message>
    <message>
        <source>a tone was played</source>
        <translation>已播放提示音</translation>
    </message>
    <message>
        <source>no audio device: nothing can be heard here</source>
        <translation>本机没有音频设备，听不到声音</translation>
    </message>
</context>
<context>
    <name>AskField</name>
    <message>
        <source>one question a line: Is it fenced off? [yes/no]</source>
        <translation>每行一问：有人围挡吗？ [是/否]</translation>
    </message>
</context>
<context>
    <name>AuthorisationsPane</name>
    <message>
        <source>Needed: please fill this in</source>
        <translation>必填项</translation>
    </message>
    <message>
        <source>Choose at least one role.</source>
        <translation>请至少选择一个岗位。</translation>
    </message>
    <message>
        <source>Taken back from {name}.</source>
        <translation>已收回对 {name} 的授权。</translation>
    </message>
    <message>
        <source>Lent to {name}.</source>
        <translation>已授权给 {name}。</translation>
    </message>
    <message>
        <source>Lend</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>收回</translation>
    </message>
    <message>
        <source>Roles that are lent</source>
        <translation>授权的岗位</translation>
    </message>
    <message>
        <source>Lent and borrowed</source>
        <translation>授出与受托</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>未开始</translation>
    </message>
</context>
<context>
    <name>BaseMapForm</name>
    <message>
        <source>{count} layers; choose one.</source>
        <translation>{count} 个图层，请选择。</translation>
    </message>
    <message>
        <source>Kept.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Base maps</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Address or file</source>
        <translation>地址或文件</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>瓦片</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <source>Zooms</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Read layers</source>
        <translation>读取图层</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>For the whole hall</source>
        <translation>全厅使用</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>矢量</translation>
    </message>
    <message>
        <source>Only an administrator changes the base maps of the hall.</source>
        <translation>全厅底图由管理员维护。</translation>
    </message>
    <message>
        <source>Reading what the service has…</source>
        <translation>正在读取服务的图层…</translation>
    </message>
</context>
<context>
    <name>BehindList</name>
    <message>
        <source>Counted</source>
        <translation>计入</translation>
    </message>
    <message>
        <source>Out of</source>
        <translation>分母</translation>
    </message>
    <message>
        <source>{what}: {count} cases</source>
        <translation>{what}：{count} 件</translation>
    </message>
    <message>
        <source>Choose a figure: its cases are listed here</source>
        <translation>点选任一数字，其案件列在这里</translation>
    </message>
</context>
<context>
    <name>BehindModel</name>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>小类</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>时限</translation>
    </message>
</context>
<context>
    <name>Beside</name>
    <message>
        <source>Split from {case}</source>
        <translation>拆自 {case}</translation>
    </message>
    <message>
        <source>Split off: {case}</source>
        <translation>已拆出：{case}</translation>
    </message>
    <message>
        <source>Will probably be late: {clock} {at}, at &quot;{status}&quot;, {expected}</source>
        <translation>很可能超时：{clock} {at}，在“{status}”环节，{expected}</translation>
    </message>
    <message>
        <source>Late already: {expected} ({clock} {at})</source>
        <translation>已超时：{expected}（{clock} {at}）</translation>
    </message>
    <message>
        <source>Will probably breach {at} at &quot;{status}&quot; ({clock}): {expected}</source>
        <translation>很可能超时：{at} 在“{status}”超出{clock}，{expected}</translation>
    </message>
    <message>
        <source>By {cases} cases like it{office}.</source>
        <translation>依据 {cases} 件同类案件{office}。</translation>
    </message>
    <message>
        <source>What still helps: {verbs}</source>
        <translation>仍可采取：{verbs}</translation>
    </message>
    <message>
        <source>ended {at}</source>
        <translation>{at} 结束</translation>
    </message>
    <message>
        <source>next due {at}</source>
        <translation>下次回复期限 {at}</translation>
    </message>
    <message>
        <source>until {at}</source>
        <translation>至 {at}</translation>
    </message>
    <message>
        <source>waits for {posts}</source>
        <translation>待{posts}审核</translation>
    </message>
    <message>
        <source>granted</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>驳回</translation>
    </message>
</context>
<context>
    <name>Bulk</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Step for all of these cases</source>
        <translation>对这些案件批量办理</translation>
    </message>
    <message>
        <source>{step}: not offered for any of these cases.</source>
        <translation>{step}：所选案件均不可办理。</translation>
    </message>
    <message>
        <source>Nothing is offered to you for these cases now.</source>
        <translation>这些案件目前没有您可用的操作。</translation>
    </message>
    <message>
        <source>{known} of {total} cases looked up</source>
        <translation>已查 {known}/{total} 件</translation>
    </message>
    <message>
        <source>{count} cannot be looked up</source>
        <translation>{count} 件无法查询</translation>
    </message>
    <message>
        <source>{step} · {count} cases</source>
        <translation>{step} · {count} 件</translation>
    </message>
    <message>
        <source>Look up all {count} cases, and take one step for them?</source>
        <translation>将逐件查询全部 {count} 件案件并批量办理，是否继续？</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{step} for {count} cases: {numbers}</source>
        <translation>对 {count} 件案件执行“{step}”：{numbers}</translation>
    </message>
    <message>
        <source>Not offered for {left} of the selected cases.</source>
        <translation>所选案件中有 {left} 件不能进行此步骤。</translation>
    </message>
    <message>
        <source>{left} of the selected cases are not looked up yet.</source>
        <translation>所选案件中还有 {left} 件尚未查询。</translation>
    </message>
    <message>
        <source>{step} {count} cases</source>
        <translation>{step} {count} 件</translation>
    </message>
</context>
<context>
    <name>BulletinPage</name>
    <message>
        <source>Workbook (XLSX)…</source>
        <translation>工作簿（XLSX）…</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>Enter a figure…</source>
        <translation>登记数据…</translation>
    </message>
    <message>
        <source>before {value}</source>
        <translation>上期 {value}</translation>
    </message>
    <message>
        <source>Keep the bulletin</source>
        <translation>保存简报</translation>
    </message>
</context>
<context>
    <name>BulletinTables</name>
    <message>
        <source>Lap</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>90 % within</source>
        <translation>九成以内</translation>
    </message>
    <message>
        <source>Working minutes by lap</source>
        <translation>环节用时（工作分钟）</translation>
    </message>
    <message>
        <source>Open cases by day of report</source>
        <translation>在办案件按上报日</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>上报日</translation>
    </message>
    <message>
        <source>{day} and earlier</source>
        <translation>{day} 及更早</translation>
    </message>
</context>
<context>
    <name>CallPane</name>
    <message>
        <source>Needed: please choose</source>
        <translation>必填：请选择</translation>
    </message>
    <message>
        <source>Needed: the answer that was given</source>
        <translation>必填：答复内容</translation>
    </message>
    <message>
        <source>Needed: a note for whoever takes over</source>
        <translation>必填：转接说明</translation>
    </message>
    <message>
        <source>No call. F2 answers the one that rings longest.</source>
        <translation>没有通话。按 F2 接听振铃最久的来电。</translation>
    </message>
    <message>
        <source>Make a case</source>
        <translation>登记案件</translation>
    </message>
    <message>
        <source>Write down and close</source>
        <translation>登记并办结</translation>
    </message>
    <message>
        <source>Hang up</source>
        <translation>挂断</translation>
    </message>
    <message>
        <source>Hand over, with what was said as the note</source>
        <translation>转接（以通话记录为说明）</translation>
    </message>
    <message>
        <source>Cases of this number</source>
        <translation>该号码的案件</translation>
    </message>
    <message>
        <source>Earlier calls</source>
        <translation>以往来电</translation>
    </message>
</context>
<context>
    <name>CallbacksPane</name>
    <message>
        <source>Needed: please choose</source>
        <translation>必填：请选择</translation>
    </message>
    <message>
        <source>Called back</source>
        <translation>已回访</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>无人接听</translation>
    </message>
    <message>
        <source>Show the number</source>
        <translation>显示号码</translation>
    </message>
    <message>
        <source>Waive, with the reason</source>
        <translation>免回访（注明理由）</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Choose a citizen to call back.</source>
        <translation>请选择要回访的市民。</translation>
    </message>
    <message>
        <source>{done} of {owed} called back · {rate} satisfied</source>
        <translation>已回访 {done}/{owed} · 满意率 {rate}</translation>
    </message>
    <message>
        <source>To be told: {what}</source>
        <translation>须告知：{what}</translation>
    </message>
    <message>
        <source>{count} attempts</source>
        <translation>已拨 {count} 次</translation>
    </message>
    <message>
        <source>Not content: the case goes back into the flow.</source>
        <translation>市民不满意：案件需退回重新处置。</translation>
    </message>
    <message>
        <source>Needed: what the citizen says is wrong</source>
        <translation>必填：市民反映的问题</translation>
    </message>
    <message>
        <source>Needed: why nobody calls</source>
        <translation>必填：免回访理由</translation>
    </message>
    <message>
        <source>To call back</source>
        <translation>待回访</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <translation>无法接通</translation>
    </message>
    <message>
        <source>Not content</source>
        <translation>不满意</translation>
    </message>
</context>
<context>
    <name>CameraForm</name>
    <message>
        <source>Now: {}</source>
        <translation>现为：{}</translation>
    </message>
    <message>
        <source>Somebody has changed this camera meanwhile; saving again puts yours in the place of theirs</source>
        <translation>该摄像机刚被他人修改；再次保存将以您的内容为准</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>A number from {low} to {high}</source>
        <translation>须为 {low} 到 {high} 之间的数</translation>
    </message>
    <message>
        <source>Entry of a camera</source>
        <translation>摄像机登记</translation>
    </message>
    <message>
        <source>No names and passwords in addresses: they stand in camera-logins.toml, by host</source>
        <translation>地址中不写用户名和密码：按主机写在 camera-logins.toml 中</translation>
    </message>
</context>
<context>
    <name>CameraList</name>
    <message>
        <source>Name or code</source>
        <translation>名称或编号</translation>
    </message>
    <message>
        <source>Entry of this camera…</source>
        <translation>编辑摄像机登记…</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>CaptureForm</name>
    <message>
        <source>Saved: the program takes it over within seconds.</source>
        <translation>已保存，抓拍服务数秒内生效。</translation>
    </message>
    <message>
        <source>Intelligent capture · {name}</source>
        <translation>智能抓拍 · {name}</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Watched for</source>
        <translation>抓拍内容</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>案件小类</translation>
    </message>
    <message>
        <source>Hold, s</source>
        <translation>持续时间（秒）</translation>
    </message>
    <message>
        <source>Smallest size, ‰</source>
        <translation>最小尺寸（‰）</translation>
    </message>
    <message>
        <source>Of the picture: smaller things do not count.</source>
        <translation>占画面的千分比，更小的不计。</translation>
    </message>
    <message>
        <source>Is watched</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Other side of the line</source>
        <translation>换到线的另一侧</translation>
    </message>
    <message>
        <source>Draw anew</source>
        <translation>重新绘制</translation>
    </message>
    <message>
        <source>Delete this zone</source>
        <translation>删除此区域</translation>
    </message>
    <message>
        <source>New zone</source>
        <translation>新区域</translation>
    </message>
    <message>
        <source>Click along the line. The hatched side is watched.</source>
        <translation>沿线逐点单击，斜线一侧为监看范围。</translation>
    </message>
    <message>
        <source>Click along the line.</source>
        <translation>沿线逐点单击。</translation>
    </message>
    <message>
        <source>Click the corners of the area.</source>
        <translation>逐点单击区域的各角。</translation>
    </message>
    <message>
        <source>Drag moves a corner, right click takes it out, Backspace the last one.</source>
        <translation>拖动可移点，右键删点，退格键删除最后一点。</translation>
    </message>
    <message>
        <source>Not watched: switched off</source>
        <translation>未监看：已停用</translation>
    </message>
    <message>
        <source>Not watched: the capture program is silent</source>
        <translation>未监看：抓拍服务无响应</translation>
    </message>
    <message>
        <source>Give the zone a name.</source>
        <translation>请填写区域名称。</translation>
    </message>
    <message>
        <source>Draw it on the picture: {least} points at least.</source>
        <translation>请在画面上绘制，至少 {least} 个点。</translation>
    </message>
    <message>
        <source>Choose a class.</source>
        <translation>请选择案件小类。</translation>
    </message>
</context>
<context>
    <name>CaptureRoom</name>
    <message>
        <source>Nothing to freeze: {why}</source>
        <translation>无画面可定格：{why}</translation>
    </message>
    <message>
        <source>no camera</source>
        <translation>没有监控点</translation>
    </message>
    <message>
        <source>recorded {time}</source>
        <translation>录像 {time}</translation>
    </message>
    <message>
        <source>the picture is {seconds:.0f} s old</source>
        <translation>这是 {seconds:.0f} 秒前的画面</translation>
    </message>
    <message>
        <source>Asking what it is called …</source>
        <translation>正在查询地址…</translation>
    </message>
    <message>
        <source>no address near</source>
        <translation>附近没有地址</translation>
    </message>
    <message>
        <source>the address follows: {why}</source>
        <translation>地址由后台补全（{why}）</translation>
    </message>
    <message>
        <source>The camera&apos;s own place: nobody has measured where it looks</source>
        <translation>该监控未标定方位，以监控点位置上报</translation>
    </message>
    <message>
        <source>The camera&apos;s own place: it was turned, and does not tell where it looks; a preset whose azimuth is known does</source>
        <translation>按监控所在位置：云台已转动且不报告朝向；转到朝向已知的预置位后可按画面定位</translation>
    </message>
    <message>
        <source>The camera&apos;s own place: it can be turned, and nobody knows where it looked then</source>
        <translation>摄像机自身位置：它可转动，当时的朝向无从得知</translation>
    </message>
    <message>
        <source>{metres:.0f} m from the camera, by its view; click on the picture to aim</source>
        <translation>距监控点约 {metres:.0f} m，按视角推算；点画面可改位置</translation>
    </message>
    <message>
        <source>{how} · preset {name}</source>
        <translation>{how} · 预置位 {name}</translation>
    </message>
    <message>
        <source>Seen on video: {what} ({camera})</source>
        <translation>视频巡查发现：{what}（{camera}）</translation>
    </message>
    <message>
        <source>refused: {why}</source>
        <translation>后台拒绝：{why}</translation>
    </message>
    <message>
        <source>reported, its recording is to be kept as evidence</source>
        <translation>已上报，录像将锁定为证据</translation>
    </message>
    <message>
        <source>reported</source>
        <translation>已上报</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>上报中</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>定格</translation>
    </message>
    <message>
        <source>Freeze this picture and report what it shows: F9, a digit, Enter</source>
        <translation>定格当前画面并上报案件：F9、数字键、回车</translation>
    </message>
</context>
<context>
    <name>CaptureRow</name>
    <message>
        <source>main stream</source>
        <translation>主码流</translation>
    </message>
    <message>
        <source>sub-stream</source>
        <translation>子码流</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>Clip of {seconds:.0f} s</source>
        <translation>片段 {seconds:.0f} 秒</translation>
    </message>
    <message>
        <source>Still</source>
        <translation>截图</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>CaptureSheet</name>
    <message>
        <source>Choose a class: then it is looked for</source>
        <translation>选择小类后自动查找</translation>
    </message>
    <message>
        <source>None within {metres} m and {hours} hours</source>
        <translation>{metres} 米、{hours} 小时内没有</translation>
    </message>
    <message>
        <source>None</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 件</translation>
    </message>
    <message>
        <source>Not looked for: {why}</source>
        <translation>未能查找：{why}</translation>
    </message>
    <message>
        <source>First a digit: what is it?</source>
        <translation>请先按数字键选择小类</translation>
    </message>
    <message>
        <source>Needed: please choose from the list</source>
        <translation>必填，请从列表中选择</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Frozen: {camera}</source>
        <translation>定格：{camera}</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>小类</translation>
    </message>
    <message>
        <source>Perhaps reported already</source>
        <translation>可能已上报</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Click on what it is about: the place follows</source>
        <translation>点击画面中的问题所在，位置随之改变</translation>
    </message>
</context>
<context>
    <name>Captured</name>
    <message>
        <source>keeping the picture …</source>
        <translation>正在保存截图…</translation>
    </message>
    <message>
        <source>no clip: this pane has no stream</source>
        <translation>无片段：该窗格当前没有视频流</translation>
    </message>
    <message>
        <source>waiting for the large picture</source>
        <translation>正在取主码流画面</translation>
    </message>
    <message>
        <source>writing the clip …</source>
        <translation>正在生成片段…</translation>
    </message>
    <message>
        <source>keeping the large picture …</source>
        <translation>正在保存主码流画面…</translation>
    </message>
    <message>
        <source>it did not come in time</source>
        <translation>等待超时</translation>
    </message>
    <message>
        <source>no large picture: {why}</source>
        <translation>无主码流画面：{why}</translation>
    </message>
    <message>
        <source>picture kept</source>
        <translation>截图已保存</translation>
    </message>
    <message>
        <source>no picture: it could not be written</source>
        <translation>无截图：无法写成文件</translation>
    </message>
    <message>
        <source>large picture kept</source>
        <translation>主码流画面已保存</translation>
    </message>
    <message>
        <source>no large picture: it could not be written</source>
        <translation>无主码流画面：无法写成文件</translation>
    </message>
    <message>
        <source>no clip: nothing came, or nothing that an MP4 can hold</source>
        <translation>无片段：没有收到视频，或其编码不能存为 MP4</translation>
    </message>
    <message>
        <source>no clip: it is larger than {size} MB</source>
        <translation>无片段：超过 {size} MB</translation>
    </message>
    <message>
        <source>clip of {seconds:.0f} s kept</source>
        <translation>片段已保存 {seconds:.0f} 秒</translation>
    </message>
    <message>
        <source>clip of {seconds:.0f} s kept: the stream gave no more</source>
        <translation>片段已保存 {seconds:.0f} 秒（视频流只有这么多）</translation>
    </message>
    <message>
        <source>clip: {seconds:.0f} s more</source>
        <translation>片段还需录 {seconds:.0f} 秒</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Choose a case in the queue or on the map.</source>
        <translation>请在队列或地图上选择案件。</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>What has happened</source>
        <translation>办理经过</translation>
    </message>
    <message>
        <source>Evidence of cameras</source>
        <translation>监控取证</translation>
    </message>
    <message>
        <source>Fetching the case …</source>
        <translation>正在取案件…</translation>
    </message>
    <message>
        <source>The case has moved on to &quot;{status}&quot; meanwhile: this step is not possible now. What you typed is kept.</source>
        <translation>案件已变为“{status}”，此步骤暂不能办理。您的输入已保留。</translation>
    </message>
    <message>
        <source>Shift today</source>
        <translation>今日班次</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>签到记录</translation>
    </message>
    <message>
        <source>Last fix</source>
        <translation>最近定位</translation>
    </message>
    <message>
        <source>Signed in for</source>
        <translation>在岗时长</translation>
    </message>
    <message>
        <source>On patrol</source>
        <translation>有效巡查</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>里程</translation>
    </message>
    <message>
        <source>Basic grids seen</source>
        <translation>网格覆盖</translation>
    </message>
    <message>
        <source>Cases and tasks</source>
        <translation>上报与任务</translation>
    </message>
    <message>
        <source>Score today</source>
        <translation>今日得分</translation>
    </message>
    <message>
        <source>Next shift</source>
        <translation>下一班次</translation>
    </message>
    <message>
        <source>no alarm today</source>
        <translation>今日无报警</translation>
    </message>
    <message>
        <source>{age} ago</source>
        <translation>{age}前</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not today</source>
        <translation>今日无</translation>
    </message>
    <message>
        <source>{reported} reported · {done} done · {open} open</source>
        <translation>上报 {reported} · 完成 {done} · 待办 {open}</translation>
    </message>
    <message>
        <source>none planned</source>
        <translation>未排班</translation>
    </message>
    <message>
        <source>in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>out</source>
        <translation>签退</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>持续中</translation>
    </message>
</context>
<context>
    <name>VideoAlarms</name>
    <message>
        <source>{time} {what}, and {more} more · A acknowledges</source>
        <translation>{time} {what}，另有 {more} 条 · 按 A 确认</translation>
    </message>
    <message>
        <source>{time} {what} · A acknowledges</source>
        <translation>{time} {what} · 按 A 确认</translation>
    </message>
</context>
<context>
    <name>CaseClock</name>
    <message>
        <source>urgent</source>
        <translation>急要件</translation>
    </message>
    <message>
        <source>important</source>
        <translation>重点</translation>
    </message>
    <message>
        <source>supervised</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>self-handled</source>
        <translation>自处置</translation>
    </message>
    <message>
        <source>direct assessment</source>
        <translation>直接考核</translation>
    </message>
    <message>
        <source>exempt</source>
        <translation>免计超时</translation>
    </message>
    <message>
        <source>from report to end</source>
        <translation>上报至办结用时</translation>
    </message>
    <message>
        <source>suspended until {at}</source>
        <translation>挂账至 {at}</translation>
    </message>
    <message>
        <source>waiting in this status</source>
        <translation>在此状态已等待</translation>
    </message>
    <message>
        <source>over, clock stopped {at}</source>
        <translation>超时，{at} 停止计时</translation>
    </message>
    <message>
        <source>left, clock stopped {at}</source>
        <translation>剩余，{at} 停止计时</translation>
    </message>
    <message>
        <source>overdue since {at}</source>
        <translation>{at} 起超时</translation>
    </message>
    <message>
        <source>left, due {at}</source>
        <translation>剩余，{at} 到期</translation>
    </message>
</context>
<context>
    <name>CasesModel</name>
    <message>
        <source>Number</source>
        <translation>案件号</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>小类</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>责任部门</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>上报时间</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Take this filter away</source>
        <translation>去掉此条件</translation>
    </message>
</context>
<context>
    <name>ChosenModel</name>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name or address</source>
        <translation>名称或地址</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>ClashView</name>
    <message>
        <source>What you wrote, not sent</source>
        <translation>您写的内容（未发送）</translation>
    </message>
    <message>
        <source>What you wrote</source>
        <translation>您写的内容</translation>
    </message>
    <message>
        <source>Make it anew</source>
        <translation>重新建立</translation>
    </message>
    <message>
        <source>Send my choice</source>
        <translation>按选择发送</translation>
    </message>
    <message>
        <source>Leave it deleted</source>
        <translation>保持删除</translation>
    </message>
    <message>
        <source>Leave theirs</source>
        <translation>以对方为准</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Somebody else was faster; your text is kept</source>
        <translation>他人已先办理，您的内容已保留</translation>
    </message>
    <message>
        <source>This geofence was deleted meanwhile. Yours is kept.</source>
        <translation>该围栏已被删除，您的内容已保留。</translation>
    </message>
    <message>
        <source>{who} has changed this geofence meanwhile {at}. Choose field by field.</source>
        <translation>{who} 已先修改此围栏（{at}），请逐项选择。</translation>
    </message>
    <message>
        <source>Somebody has changed this case meanwhile: nothing of yours was sent, and nothing is lost.</source>
        <translation>他人已先更新此案件：您的操作未发送，内容未丢失。</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>对方的</translation>
    </message>
    <message>
        <source>This step is not possible now. Leave theirs, and your text stays here to be used in another step.</source>
        <translation>当前不能进行此步骤。可以对方为准，您的内容保留，供其他步骤使用。</translation>
    </message>
    <message>
        <source>Both of you have changed: {fields}. Choose.</source>
        <translation>双方都修改了：{fields}，请选择。</translation>
    </message>
</context>
<context>
    <name>ClassKeys</name>
    <message>
        <source>  ·  {count} by this camera</source>
        <translation>  ·  本监控点 {count} 件</translation>
    </message>
</context>
<context>
    <name>ClipView</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Place in the clip</source>
        <translation>片段位置</translation>
    </message>
    <message>
        <source>cannot be played</source>
        <translation>无法播放</translation>
    </message>
</context>
<context>
    <name>ClosingField</name>
    <message>
        <source>Closed when: {closing}</source>
        <translation>结案条件：{closing}</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>A step, a row, and what it is given: /pq 3 bc</source>
        <translation>操作、行号、对象：/pq 3 bc</translation>
    </message>
    <message>
        <source>No step is called so</source>
        <translation>没有这样的操作</translation>
    </message>
    <message>
        <source>There is no such row</source>
        <translation>没有这一行</translation>
    </message>
</context>
<context>
    <name>CompanyStrip</name>
    <message>
        <source>Let go</source>
        <translation>放手</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Why you take it over</source>
        <translation>接手理由</translation>
    </message>
    <message>
        <source>Who else is at this case is not known now</source>
        <translation>暂不清楚还有谁在看此案件</translation>
    </message>
    <message>
        <source>Nobody has this case in hand</source>
        <translation>无人办理</translation>
    </message>
    <message>
        <source>You have this case in hand · {since}</source>
        <translation>您正在办理 · {since}</translation>
    </message>
    <message>
        <source>{name} has it in hand · asked, yours in {left} s</source>
        <translation>{name}正在办理 · 已申请，{left} 秒后由您接手</translation>
    </message>
    <message>
        <source>{name} had it in hand, and is gone</source>
        <translation>{name}曾在办理，现已离线</translation>
    </message>
    <message>
        <source>{name} has it in hand · {since}</source>
        <translation>{name}正在办理 · {since}</translation>
    </message>
    <message>
        <source>Take in hand</source>
        <translation>认领</translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>接手…</translation>
    </message>
    <message>
        <source>You, at another console</source>
        <translation>您（另一台终端）</translation>
    </message>
    <message>
        <source>{name} is writing: {field}</source>
        <translation>{name}正在填写：{field}</translation>
    </message>
    <message>
        <source>{name} is looking</source>
        <translation>{name}正在查看</translation>
    </message>
    <message>
        <source>{name} wants to take over {number}: &quot;{reason}&quot;. It is theirs in {left} s unless you keep it.</source>
        <translation>{name}申请接手 {number}：“{reason}”。若不保留，{left} 秒后移交。</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接手</translation>
    </message>
    <message>
        <source>Ask for it</source>
        <translation>申请接手</translation>
    </message>
    <message>
        <source>Taking a case over needs a reason</source>
        <translation>接手须填写理由</translation>
    </message>
</context>
<context>
    <name>ConditionsField</name>
    <message>
        <source>Choose by digit: when it is filed, how long it may take</source>
        <translation>按数字选择：何时立案、时限多长</translation>
    </message>
    <message>
        <source>no class yet</source>
        <translation>尚未选择小类</translation>
    </message>
    <message>
        <source>Closed when: {closing}</source>
        <translation>结案条件：{closing}</translation>
    </message>
    <message>
        <source>dispatched now, due {at}</source>
        <translation>现在派遣，{at} 到期</translation>
    </message>
</context>
<context>
    <name>Contacts</name>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Call list</source>
        <translation>通话名单</translation>
    </message>
    <message>
        <source>Enter copies a number. Who has looked at numbers is written down.</source>
        <translation>回车复制号码；查看号码会留痕。</translation>
    </message>
    <message>
        <source>Owners</source>
        <translation>权属单位</translation>
    </message>
    <message>
        <source>Nobody is entered as the owner.</source>
        <translation>未登记权属单位。</translation>
    </message>
    <message>
        <source>owns {count}</source>
        <translation>权属 {count}</translation>
    </message>
    <message>
        <source>maintains {count}</source>
        <translation>养护 {count}</translation>
    </message>
</context>
<context>
    <name>CoverageBar</name>
    <message>
        <source>Not seen for …</source>
        <translation>未巡查时长…</translation>
    </message>
    <message>
        <source>Not seen for {hours} h</source>
        <translation>{hours} 小时未巡查</translation>
    </message>
    <message>
        <source>Patrol coverage</source>
        <translation>巡查覆盖</translation>
    </message>
</context>
<context>
    <name>DispatchForm</name>
    <message>
        <source>{count} to dispatch</source>
        <translation>待派遣 {count} 件</translation>
    </message>
    <message>
        <source>Choose a case that waits to be dispatched.</source>
        <translation>请选择一件待派遣的案件。</translation>
    </message>
    <message>
        <source>No department is called this: choose one from the list</source>
        <translation>没有这个部门，请从列表中选择</translation>
    </message>
    <message>
        <source>Choose the department that is to take the case</source>
        <translation>请选择责任部门</translation>
    </message>
    <message>
        <source>Suggested: {why}</source>
        <translation>推荐：{why}</translation>
    </message>
    <message>
        <source>Recommended first: {name}. Say in the note why another one: it is kept which was taken.</source>
        <translation>首选推荐：{name}。改派其他部门的原因请写入备注，系统会记录实际派遣的部门。</translation>
    </message>
    <message>
        <source>Meanwhile: {status}, with {department}. What you typed is kept, but cannot be sent now.</source>
        <translation>案件已变为“{status}”，责任部门：{department}。您的输入已保留，但现在不能发送。</translation>
    </message>
    <message>
        <source>This case is not yours to dispatch: it is with another centre, or you sent it on yourself. What you typed is kept.</source>
        <translation>此案件不由您派遣：在其他中心，或由您本人批转而来。已填内容保留。</translation>
    </message>
</context>
<context>
    <name>DraftList</name>
    <message>
        <source>{count} drafts</source>
        <translation>{count} 份草稿</translation>
    </message>
    <message>
        <source>Enter: write on · Delete: give up</source>
        <translation>回车：继续填写 · Delete：放弃</translation>
    </message>
</context>
<context>
    <name>DraftNote</name>
    <message>
        <source>Discard</source>
        <translation>放弃草稿</translation>
    </message>
    <message>
        <source>Your draft of {age} ago, not sent</source>
        <translation>{age}前的草稿，未发送</translation>
    </message>
</context>
<context>
    <name>DuplicateField</name>
    <message>
        <source>same caller</source>
        <translation>同一来电人</translation>
    </message>
</context>
<context>
    <name>Entered</name>
    <message>
        <source>Needed: choose what was found, or point at it on the map (Ctrl+M)</source>
        <translation>必填：请选择查到的地点，或在地图上指定（Ctrl+M）</translation>
    </message>
    <message>
        <source>This is no time before now: 8:30, or 11-20 8:30</source>
        <translation>不是过去的时间，请按 8:30 或 11-20 8:30 填写</translation>
    </message>
    <message>
        <source>Needed: a report from this source carries a photo</source>
        <translation>必填：此来源的上报须附照片</translation>
    </message>
    <message>
        <source>Needed: please choose from the list</source>
        <translation>必填，请从列表中选择</translation>
    </message>
    <message>
        <source>Needed: please fill this in</source>
        <translation>必填，请填写</translation>
    </message>
</context>
<context>
    <name>EvaluationPane</name>
    <message>
        <source>{count} changes are not counted yet</source>
        <translation>{count} 项变动尚未计入</translation>
    </message>
    <message>
        <source>{count} lines</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>地图着色</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Bulletin</source>
        <translation>简报</translation>
    </message>
    <message>
        <source>working min</source>
        <translation>工作分钟</translation>
    </message>
    <message>
        <source>points</source>
        <translation>分</translation>
    </message>
    <message>
        <source>cases</source>
        <translation>件</translation>
    </message>
</context>
<context>
    <name>EvaluationRoom</name>
    <message>
        <source>Writing {name} …</source>
        <translation>正在写入 {name} …</translation>
    </message>
    <message>
        <source>{name} is written</source>
        <translation>已写入 {name}</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>The backend makes the file…</source>
        <translation>后台正在生成文件…</translation>
    </message>
    <message>
        <source>Written: {path}, and beside it what its columns and the rules of cleaning are: {beside}</source>
        <translation>已保存：{path}；列说明与清洗规则在旁边的 {beside}</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已保存：{path}</translation>
    </message>
    <message>
        <source>Not written: {why}</source>
        <translation>未能保存：{why}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Personal data is masked; who exports what is audited.</source>
        <translation>个人信息已脱敏；导出记入审计。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>监控</translation>
    </message>
    <message>
        <source>For the case</source>
        <translation>所属案件</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Class</source>
        <translation>小类</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>问题描述</translation>
    </message>
    <message>
        <source>Filed when</source>
        <translation>立案条件</translation>
    </message>
    <message>
        <source>Closed when</source>
        <translation>结案条件</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>责任部门</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>处置人员</translation>
    </message>
    <message>
        <source>Reporter</source>
        <translation>反映人</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>单元网格</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>处置时限</translation>
    </message>
</context>
<context>
    <name>Fallen</name>
    <message>
        <source>The map&apos;s process ended again and again. It is started once more in a minute.</source>
        <translation>地图进程反复退出，一分钟后自动重新启动。</translation>
    </message>
    <message>
        <source>Start it now</source>
        <translation>立即重新启动</translation>
    </message>
</context>
<context>
    <name>Fences</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>By</source>
        <translation>绘制人</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>FileForm</name>
    <message>
        <source>Lay a file over the map</source>
        <translation>打开文件到地图</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Datum of the file</source>
        <translation>文件的坐标系</translation>
    </message>
    <message>
        <source>3-degree zone of its metres (CGCS2000 Gauss–Krüger)</source>
        <translation>米制坐标的三度带（CGCS2000 高斯–克吕格）</translation>
    </message>
    <message>
        <source>Choose the zone</source>
        <translation>请选择投影带</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Save as geofences</source>
        <translation>存为电子围栏</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>正在读取 {name}…</translation>
    </message>
</context>
<context>
    <name>FilterForm</name>
    <message>
        <source>Lamp</source>
        <translation>灯色</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>小类</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>责任部门</translation>
    </message>
    <message>
        <source>Reported at least so long ago</source>
        <translation>上报已超过</translation>
    </message>
    <message>
        <source> h</source>
        <translation> 小时</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Name of this filter</source>
        <translation>筛选名称</translation>
    </message>
    <message>
        <source>for the whole hall</source>
        <translation>全大厅共享</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>No filter</source>
        <translation>不筛选</translation>
    </message>
    <message>
        <source>{name}  ·  hall</source>
        <translation>{name}  ·  大厅</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>Footage</name>
    <message>
        <source>Asked</source>
        <translation>待复制</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>已移交</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒绝</translation>
    </message>
</context>
<context>
    <name>FootageDetail</name>
    <message>
        <source>Enter a copied file…</source>
        <translation>登记已复制的文件…</translation>
    </message>
    <message>
        <source>Hand over…</source>
        <translation>移交…</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>拒绝…</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>更正…</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开案件</translation>
    </message>
    <message>
        <source>Choose a request, or enter a new one</source>
        <translation>请选择一条调取登记，或新建登记</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>民警</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Footage of</source>
        <translation>录像时段</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>监控点</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Entered</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>{when}, to {to}</source>
        <translation>{when}，移交给 {to}</translation>
    </message>
</context>
<context>
    <name>FootageForm</name>
    <message>
        <source>Needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Which camera? Type its name or code</source>
        <translation>哪个监控点？请输入名称或编码</translation>
    </message>
    <message>
        <source>The hall has no such case</source>
        <translation>大厅中没有该编号的案件</translation>
    </message>
    <message>
        <source>Correct the request</source>
        <translation>更正调取登记</translation>
    </message>
    <message>
        <source>Footage for the police</source>
        <translation>公安调取录像</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>监控点</translation>
    </message>
    <message>
        <source>Name or code, Enter adds it; Delete takes out</source>
        <translation>名称或编码，回车加入，Delete 移除</translation>
    </message>
</context>
<context>
    <name>FootageModel</name>
    <message>
        <source>Number</source>
        <translation>文号</translation>
    </message>
    <message>
        <source>Entered</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>民警</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>监控点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>FootagePane</name>
    <message>
        <source>Written: {name}</source>
        <translation>已写入 {name}</translation>
    </message>
    <message>
        <source>fetching …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>{count} requests</source>
        <translation>{count} 条</translation>
    </message>
    <message>
        <source>the newest {count} requests</source>
        <translation>最新 {count} 条</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>全部状态</translation>
    </message>
    <message>
        <source>Number, officer, unit  Ctrl+F</source>
        <translation>文号、民警、单位  Ctrl+F</translation>
    </message>
    <message>
        <source>New request  Ctrl+N</source>
        <translation>新建登记  Ctrl+N</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>XLSX with the copy log, or CSV (Ctrl+E)</source>
        <translation>XLSX 含复制记录，或 CSV（Ctrl+E）</translation>
    </message>
    <message>
        <source>Police served: {served} · asked: {asked} · refused: {refused} · files copied: {copies} · waiting now: {waiting}</source>
        <translation>服务公安 {served} 次 · 调取 {asked} 件 · 拒绝 {refused} 件 · 复制文件 {copies} 个 · 目前待办 {waiting} 件</translation>
    </message>
    <message>
        <source>The file that was copied</source>
        <translation>已复制的文件</translation>
    </message>
    <message>
        <source>Making the SHA-256 of {name} …</source>
        <translation>正在计算 {name} 的 SHA-256…</translation>
    </message>
    <message>
        <source>Export the register</source>
        <translation>导出调取登记</translation>
    </message>
</context>
<context>
    <name>ForeseenLine</name>
    <message>
        <source>{clock} {at}, late at &quot;{status}&quot;, {expected}</source>
        <translation>{clock} {at}，将在“{status}”环节超时，{expected}</translation>
    </message>
    <message>
        <source>Will breach {at} at &quot;{status}&quot; ({clock}): {expected}</source>
        <translation>{at} 将在“{status}”超出{clock}，{expected}</translation>
    </message>
    <message>
        <source>By {cases} cases like it</source>
        <translation>依据 {cases} 件同类案件</translation>
    </message>
</context>
<context>
    <name>ForeseenPane</name>
    <message>
        <source>{count} will be late</source>
        <translation>{count} 件将超时</translation>
    </message>
    <message>
        <source>{count} unknown when</source>
        <translation>{count} 件时间未知</translation>
    </message>
    <message>
        <source>Nothing is expected to be late.</source>
        <translation>没有预计会超时的案件。</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>正在查询…</translation>
    </message>
    <message>
        <source>{count} more, unknown when</source>
        <translation>另 {count} 件，时间未知</translation>
    </message>
    <message>
        <source>No case like them took so long: they will be later than their limit, nobody knows how much.</source>
        <translation>同类案件均未用时如此之久：将晚于时限，晚多少无从得知。</translation>
    </message>
</context>
<context>
    <name>Geofences</name>
    <message>
        <source>{count} geofences</source>
        <translation>{count} 个围栏</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Locate</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>A geofence needs a name.</source>
        <translation>请填写围栏名称。</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>To each side</source>
        <translation>单侧宽度</translation>
    </message>
    <message>
        <source>Delete the geofence &quot;{name}&quot; for everybody?</source>
        <translation>为所有人删除围栏“{name}”？</translation>
    </message>
</context>
<context>
    <name>Guard</name>
    <message>
        <source>{warning} Press once more to send it all the same.</source>
        <translation>{warning}再按一次仍然发送。</translation>
    </message>
</context>
<context>
    <name>HandBar</name>
    <message>
        <source>Play or pause (K)</source>
        <translation>播放或暂停（K）</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>跳转</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>倍速</translation>
    </message>
</context>
<context>
    <name>HandForm</name>
    <message>
        <source>Enter a figure</source>
        <translation>登记数据</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Reason *</source>
        <translation>理由 *</translation>
    </message>
    <message>
        <source>Enter  Ctrl+⏎</source>
        <translation>登记  Ctrl+⏎</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The city</source>
        <translation>全市</translation>
    </message>
    <message>
        <source>Say why: whoever reads the score wants to know.</source>
        <translation>请写明理由：看得分的人想知道为什么。</translation>
    </message>
</context>
<context>
    <name>HandlerField</name>
    <message>
        <source>{count} in hand</source>
        <translation>在办 {count} 件</translation>
    </message>
    <message>
        <source>Has {count} cases in hand: this one waits for them.</source>
        <translation>已有 {count} 件在办，本件须等待</translation>
    </message>
</context>
<context>
    <name>HealthModel</name>
    <message>
        <source>Camera</source>
        <translation>监控点</translation>
    </message>
    <message>
        <source>Online today</source>
        <translation>今日在线</translation>
    </message>
    <message>
        <source>Online, 7 days</source>
        <translation>近 7 天在线</translation>
    </message>
    <message>
        <source>Drops</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>无画面</translation>
    </message>
    <message>
        <source>First picture</source>
        <translation>首帧</translation>
    </message>
    <message>
        <source>Sends</source>
        <translation>码流</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟偏差</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>最近画面</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Of the time that somebody looked, so much with a good picture</source>
        <translation>有人观看的时间里，画面正常所占的比例</translation>
    </message>
    <message>
        <source>How often a good picture broke off while somebody looked: today / 7 days</source>
        <translation>有人观看时画面中断的次数：今日 / 近 7 天</translation>
    </message>
    <message>
        <source>For so long there was no picture though somebody looked, in 7 days</source>
        <translation>近 7 天有人观看却没有画面的时长</translation>
    </message>
    <message>
        <source>From the call to the first picture: median of 7 days / the last</source>
        <translation>从打开到首帧画面：近 7 天中位数 / 最近一次</translation>
    </message>
    <message>
        <source>How far the camera&apos;s clock is fast (+) or slow (−), by the sender reports (RTCP) that only RTSP has</source>
        <translation>监控点时钟快（+）或慢（−）多少，依据 RTSP 码流的发送者报告（RTCP），其他协议没有</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>无人观看</translation>
    </message>
    <message>
        <source>without a stream</source>
        <translation>没有码流</translation>
    </message>
    <message>
        <source>{host}  ·  {looked} of {count} watched</source>
        <translation>{host}  ·  {count} 个监控点，看过 {looked} 个</translation>
    </message>
    <message>
        <source>good when last seen</source>
        <translation>最近观看时正常</translation>
    </message>
    <message>
        <source>probed {time}: {why}</source>
        <translation>{time} 探测：{why}</translation>
    </message>
    <message>
        <source>probed {time}: first picture {seconds:.1f} s</source>
        <translation>{time} 探测：首帧 {seconds:.1f} s</translation>
    </message>
    <message>
        <source>Its stream does not tell the camera&apos;s time</source>
        <translation>该码流不带监控点时间</translation>
    </message>
    <message>
        <source>Read at {time}</source>
        <translation>读取于 {time}</translation>
    </message>
    <message>
        <source>looked at for {looked}, {down} of it without a picture</source>
        <translation>观看 {looked}，其中 {down} 无画面</translation>
    </message>
</context>
<context>
    <name>HealthPane</name>
    <message>
        <source>{count} cameras in {name}</source>
        <translation>{count} 个监控点已写入 {name}</translation>
    </message>
    <message>
        <source>fetching …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>{count} cameras</source>
        <translation>{count} 个监控点</translation>
    </message>
    <message>
        <source> · {count} looked at in 7 days · at {time}</source>
        <translation> · 近 7 天看过 {count} 个 · {time}</translation>
    </message>
    <message>
        <source>Camera …  Ctrl+F</source>
        <translation>监控点…  Ctrl+F</translation>
    </message>
    <message>
        <source>By gateway</source>
        <translation>按网关分组</translation>
    </message>
    <message>
        <source>Cameras under the gateway or recorder that they come from (Ctrl+G)</source>
        <translation>监控点归到所属网关或录像机之下（Ctrl+G）</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>导出 CSV…</translation>
    </message>
    <message>
        <source>Entry…  F2</source>
        <translation>编辑…  F2</translation>
    </message>
    <message>
        <source>Name, place and addresses of this camera</source>
        <translation>该摄像机的名称、位置与各地址</translation>
    </message>
    <message>
        <source>Export how the cameras do</source>
        <translation>导出监控运行状况</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>小类</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>结案</translation>
    </message>
</context>
<context>
    <name>HistoryPane</name>
    <message>
        <source>searching …</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>more than {count} found</source>
        <translation>查到 {count} 件以上</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>查到 {count} 件</translation>
    </message>
    <message>
        <source> · at {time}</source>
        <translation> · {time} 查询</translation>
    </message>
    <message>
        <source>Search all cases: any part of text, class or department; number   /</source>
        <translation>查找全部案件：描述、地址、小类、部门的任意几个字，或案件编号   /</translation>
    </message>
    <message>
        <source>Filter  F</source>
        <translation>筛选  F</translation>
    </message>
    <message>
        <source>Saved  S</source>
        <translation>收藏  S</translation>
    </message>
    <message>
        <source>Export  E</source>
        <translation>导出  E</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Not searched: {why}</source>
        <translation>未能查找：{why}</translation>
    </message>
</context>
<context>
    <name>HotlineFiguresPane</name>
    <message>
        <source>as of {time}</source>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>{seconds:.0f} s to answer</source>
        <translation>平均 {seconds:.0f} 秒接听</translation>
    </message>
    <message>
        <source>{rate} of the calls</source>
        <translation>接通率 {rate}</translation>
    </message>
    <message>
        <source>{rate} of the answered</source>
        <translation>立单率 {rate}</translation>
    </message>
    <message>
        <source>{rate} of those owed</source>
        <translation>回访率 {rate}</translation>
    </message>
    <message>
        <source>{rate} of those asked</source>
        <translation>满意率 {rate}</translation>
    </message>
    <message>
        <source>{rate} of those due</source>
        <translation>兑现率 {rate}</translation>
    </message>
    <message>
        <source>Choose a figure to see the calls or cases behind it.</source>
        <translation>选择一项，查看其通话或案件。</translation>
    </message>
</context>
<context>
    <name>HotlinePane</name>
    <message>
        <source>Answer</source>
        <translation>接听</translation>
    </message>
    <message>
        <source>Called back</source>
        <translation>已回拨</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>未接通</translation>
    </message>
    <message>
        <source>Sign off</source>
        <translation>签出</translation>
    </message>
    <message>
        <source>{calls} calls · {answered} answered · {missed} to call back</source>
        <translation>来电 {calls} · 接听 {answered} · 待回拨 {missed}</translation>
    </message>
    <message>
        <source>seat {number}</source>
        <translation>{number} 号坐席</translation>
    </message>
    <message>
        <source>Press the number of a seat to sign on</source>
        <translation>按坐席号数字键签入</translation>
    </message>
    <message>
        <source>You sit at seat {number}</source>
        <translation>您在 {number} 号坐席</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>小休</translation>
    </message>
    <message>
        <source>Left by {name}: {note}</source>
        <translation>{name} 交班：{note}</translation>
    </message>
    <message>
        <source>Ringing</source>
        <translation>振铃</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>未接</translation>
    </message>
    <message>
        <source>Latest</source>
        <translation>最近</translation>
    </message>
</context>
<context>
    <name>InspectorField</name>
    <message>
        <source>Inspector of the duty grid, else the nearest on duty</source>
        <translation>责任网格监督员，缺岗时就近派</translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>在办 {count}</translation>
    </message>
    <message>
        <source>Has {count} open tasks, the last due {at}: this one waits for them.</source>
        <translation>有 {count} 项未完成任务，最晚 {at} 到期：本任务须排在其后。</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Steps: the first of a letter that the case offers</source>
        <translation>操作：同一字母取案件可用的第一个</translation>
    </message>
</context>
<context>
    <name>LayoutForm</name>
    <message>
        <source>A layout of my own</source>
        <translation>自定义布局</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Cells of the first pane, each way</source>
        <translation>首个画面占几格（横竖相同）</translation>
    </message>
</context>
<context>
    <name>LayoutRoom</name>
    <message>
        <source>Keep what the wall shows…</source>
        <translation>保存当前画面…</translation>
    </message>
    <message>
        <source>Rename, change, delete</source>
        <translation>重命名、修改、删除</translation>
    </message>
    <message>
        <source>{name}  ·  hall</source>
        <translation>{name}  ·  大厅</translation>
    </message>
</context>
<context>
    <name>LayoutSaving</name>
    <message>
        <source>Saved layout</source>
        <translation>已存布局</translation>
    </message>
    <message>
        <source>Layout {layout} with {count} cameras</source>
        <translation>布局 {layout}，{count} 路监控</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>For the whole hall</source>
        <translation>全大厅共享</translation>
    </message>
    <message>
        <source>Everybody sees and chooses it. Without the tick it is kept as one of your own.</source>
        <translation>全大厅可见可用；不勾选则只作为个人布局保存。</translation>
    </message>
    <message>
        <source>With what the wall shows now</source>
        <translation>更新为当前画面</translation>
    </message>
    <message>
        <source>Delete this layout</source>
        <translation>删除此布局</translation>
    </message>
    <message>
        <source>A layout has a name</source>
        <translation>布局必须有名称</translation>
    </message>
    <message>
        <source>You have another layout of this name</source>
        <translation>您已有同名布局</translation>
    </message>
</context>
<context>
    <name>Likely</name>
    <message>
        <source>Perhaps reported already</source>
        <translation>可能已有上报</translation>
    </message>
    <message>
        <source>same caller</source>
        <translation>同一来电人</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>Register this report as a repeat of that case: nothing is lost, and this caller is called back too</source>
        <translation>登记后并入该案件：不丢失任何内容，此来电人同样回访</translation>
    </message>
</context>
<context>
    <name>LoadButton</name>
    <message>
        <source>{used} of {all} streams</source>
        <translation>{used}/{all} 路</translation>
    </message>
    <message>
        <source>Streams: {used} of {all}</source>
        <translation>路数：{used}/{all}</translation>
    </message>
    <message>
        <source>Processor: {used:.1f} of {all:.0f} small streams</source>
        <translation>解码：{used:.1f}/{all:.0f} 路子码流当量</translation>
    </message>
    <message>
        <source>Network: {used:.1f} of {all:.0f} Mbit/s</source>
        <translation>带宽：{used:.1f}/{all:.0f} Mbit/s</translation>
    </message>
    <message>
        <source>From one host: {used} of {all}</source>
        <translation>单台设备：{used}/{all} 路</translation>
    </message>
    <message>
        <source>Just left, and open a moment longer: {count}</source>
        <translation>刚离开、暂时保持连接：{count}</translation>
    </message>
    <message>
        <source>Some panes get less: {why}</source>
        <translation>部分画面已降级：{why}</translation>
    </message>
</context>
<context>
    <name>LoadTable</name>
    <message>
        <source>What the streams take</source>
        <translation>视频资源占用</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Pictures/s</source>
        <translation>帧/秒</translation>
    </message>
    <message>
        <source>Connections made</source>
        <translation>连接次数</translation>
    </message>
    <message>
        <source>key pictures</source>
        <translation>仅关键帧</translation>
    </message>
    <message>
        <source>plays</source>
        <translation>播放中</translation>
    </message>
</context>
<context>
    <name>LoginForm</name>
    <message>
        <source>Needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Command hall of the city</source>
        <translation>城市运行指挥大厅</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Logging in …</source>
        <translation>正在登录…</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>深色 / 浅色</translation>
    </message>
</context>
<context>
    <name>Many</name>
    <message>
        <source>None of them</source>
        <translation>全部清除</translation>
    </message>
</context>
<context>
    <name>Missing</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>MomentsForm</name>
    <message>
        <source>Moments</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>Keep {when}</source>
        <translation>保存 {when}</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Of somebody else</source>
        <translation>他人的时刻</translation>
    </message>
    <message>
        <source>Name, such as: water at the North Gate</source>
        <translation>名称，如：北门积水</translation>
    </message>
    <message>
        <source>Moment</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Open the link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>MomentsRoom</name>
    <message>
        <source>The link is copied: {link}</source>
        <translation>链接已复制：{link}</translation>
    </message>
</context>
<context>
    <name>NoteField</name>
    <message>
        <source>phrases Ctrl+J</source>
        <translation>常用语 Ctrl+J</translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Needed: please fill this in</source>
        <translation>必填，请填写</translation>
    </message>
    <message>
        <source>Needed: tick it when it is so</source>
        <translation>必填：确认属实后请勾选</translation>
    </message>
</context>
<context>
    <name>Outbox</name>
    <message>
        <source>window {number}: it sends its own orders</source>
        <translation>窗口 {number}：自行保存并发送本窗口的指令</translation>
    </message>
    <message>
        <source>{waiting} waiting · {refused} refused</source>
        <translation>待发 {waiting} · 被拒 {refused}</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back an order that has not left this console (Del)</source>
        <translation>撤回尚未离开本机的指令（Del）</translation>
    </message>
</context>
<context>
    <name>Pane</name>
    <message>
        <source>Menu of this pane</source>
        <translation>窗格菜单</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>Backend lost {age} · {cause} · trying again</source>
        <translation>后台失联 {age} · {cause} · 正在重试</translation>
    </message>
    <message>
        <source>Refused: {cause}. Ask your administrator.</source>
        <translation>无法显示：{cause}。请联系管理员。</translation>
    </message>
    <message>
        <source>Fetching the picture of the city …</source>
        <translation>正在获取全城数据…</translation>
    </message>
    <message>
        <source>None, checked {age} ago</source>
        <translation>无，{age}前核对</translation>
    </message>
    <message>
        <source>There was none then</source>
        <translation>当时没有</translation>
    </message>
</context>
<context>
    <name>Past</name>
    <message>
        <source>Fetching the recording …</source>
        <translation>正在调取录像…</translation>
    </message>
    <message>
        <source>Nothing was recorded then</source>
        <translation>该时刻没有录像</translation>
    </message>
    <message>
        <source>The recording cannot be shown</source>
        <translation>录像无法播放</translation>
    </message>
    <message>
        <source>Recorder ≈ {time}</source>
        <translation>录像机回放 约 {time}</translation>
    </message>
    <message>
        <source>Playback {time}</source>
        <translation>回放 {time}</translation>
    </message>
    <message>
        <source>{age} ago</source>
        <translation>{age}前</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>one each {seconds} s</source>
        <translation>每 {seconds} 秒一帧</translation>
    </message>
</context>
<context>
    <name>PastWall</name>
    <message>
        <source>{shown} of {all} recorded</source>
        <translation>{all} 路中 {shown} 路有录像</translation>
    </message>
</context>
<context>
    <name>PatrolBar</name>
    <message>
        <source>Back (Page up)</source>
        <translation>上一页（Page Up）</translation>
    </message>
    <message>
        <source>Go on (P)</source>
        <translation>继续（P）</translation>
    </message>
    <message>
        <source>Pause (P)</source>
        <translation>暂停（P）</translation>
    </message>
    <message>
        <source>Next (Page down)</source>
        <translation>下一页（Page Down）</translation>
    </message>
    <message>
        <source>End the tour</source>
        <translation>结束轮巡</translation>
    </message>
    <message>
        <source>{name} {page}/{pages}</source>
        <translation>{name} {page}/{pages}</translation>
    </message>
    <message>
        <source>{place} · waits until {time}</source>
        <translation>{place} · {time} 开始</translation>
    </message>
    <message>
        <source>{place} · paused</source>
        <translation>{place} · 已暂停</translation>
    </message>
    <message>
        <source>{place} · {seconds} s</source>
        <translation>{place} · {seconds} 秒</translation>
    </message>
</context>
<context>
    <name>PatrolLog</name>
    <message>
        <source>{count} rows in {name}</source>
        <translation>{count} 行已写入 {name}</translation>
    </message>
    <message>
        <source>fetching …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>{count} watches</source>
        <translation>{count} 条</translation>
    </message>
    <message>
        <source>the newest {count} watches</source>
        <translation>最新 {count} 条</translation>
    </message>
    <message>
        <source> · at {time}</source>
        <translation> · {time}</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Camera …  Ctrl+F</source>
        <translation>摄像机…  Ctrl+F</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>导出 CSV…</translation>
    </message>
    <message>
        <source>All that is chosen, not only what is listed (Ctrl+E)</source>
        <translation>导出筛选到的全部记录，不限于已列出的（Ctrl+E）</translation>
    </message>
    <message>
        <source>Show all cameras again</source>
        <translation>恢复显示所有摄像机</translation>
    </message>
    <message>
        <source>Export the patrol log</source>
        <translation>导出巡查日志</translation>
    </message>
</context>
<context>
    <name>PatrolLogModel</name>
    <message>
        <source>From</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Brought by</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>For</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
</context>
<context>
    <name>PatrolMenu</name>
    <message>
        <source>Start a patrol by its number…</source>
        <translation>按编号启动巡航…</translation>
    </message>
    <message>
        <source>Make a patrol of all presets…</source>
        <translation>用全部预置位新建巡航…</translation>
    </message>
    <message>
        <source>Start a patrol</source>
        <translation>启动巡航</translation>
    </message>
    <message>
        <source>Number of the patrol</source>
        <translation>巡航编号</translation>
    </message>
    <message>
        <source>Patrol {number} of {count} presets</source>
        <translation>巡航 {number}：{count} 个预置位</translation>
    </message>
    <message>
        <source>Seconds at each preset</source>
        <translation>每个预置位停留秒数</translation>
    </message>
</context>
<context>
    <name>PeriodChooser</name>
    <message>
        <source>The period before (Ctrl+←)</source>
        <translation>上一期（Ctrl+←）</translation>
    </message>
    <message>
        <source>The next period (Ctrl+→)</source>
        <translation>下一期（Ctrl+→）</translation>
    </message>
</context>
<context>
    <name>PeriodState</name>
    <message>
        <source>As frozen</source>
        <translation>按冻结数据</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>公布</translation>
    </message>
    <message>
        <source>Correction…</source>
        <translation>更正…</translation>
    </message>
    <message>
        <source>Why it is corrected, then Enter</source>
        <translation>更正理由，回车提交</translation>
    </message>
    <message>
        <source>Not frozen</source>
        <translation>未冻结</translation>
    </message>
    <message>
        <source>Published {at}</source>
        <translation>已公布 {at}</translation>
    </message>
    <message>
        <source>Frozen {at}</source>
        <translation>已冻结 {at}</translation>
    </message>
    <message>
        <source> · {count} corrections</source>
        <translation> · {count} 次更正</translation>
    </message>
</context>
<context>
    <name>PhotoField</name>
    <message>
        <source>There is no picture: choose a camera in the video pane</source>
        <translation>无画面：请先在视频窗格选择监控点</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard</source>
        <translation>剪贴板中没有图片</translation>
    </message>
    <message>
        <source>Add photos …</source>
        <translation>添加照片…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Camera picture</source>
        <translation>取视频画面</translation>
    </message>
    <message>
        <source>At most {count}, {size} MB each: JPEG, PNG, WebP. Drop them here.</source>
        <translation>最多 {count} 张，每张 {size} MB 以内：JPEG、PNG、WebP，可拖放到此处。</translation>
    </message>
    <message>
        <source>Delete takes a photo out, Ctrl+← and Ctrl+→ move it</source>
        <translation>Delete 移除，Ctrl+← 和 Ctrl+→ 调整顺序</translation>
    </message>
    <message>
        <source>{name} is no JPEG, PNG or WebP</source>
        <translation>{name} 不是 JPEG、PNG 或 WebP</translation>
    </message>
    <message>
        <source>{name} is larger than {size} MB</source>
        <translation>{name} 超过 {size} MB</translation>
    </message>
    <message>
        <source>There are {count} photos already</source>
        <translation>已有 {count} 张照片</translation>
    </message>
    <message>
        <source>The pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>{name} cannot be read</source>
        <translation>{name} 无法读取</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
</context>
<context>
    <name>PhotoTile</name>
    <message>
        <source>fetching …</source>
        <translation>正在获取…</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>无法显示</translation>
    </message>
    <message>
        <source>Click to fetch it again</source>
        <translation>点击重新获取</translation>
    </message>
</context>
<context>
    <name>PhraseList</name>
    <message>
        <source>abbreviation or part of the text</source>
        <translation>缩写或内容的一部分</translation>
    </message>
    <message>
        <source>No phrase for this field; they are made in the pane &quot;{pane}&quot;</source>
        <translation>此字段没有常用语，可在“{pane}”面板中新建</translation>
    </message>
</context>
<context>
    <name>PhrasesPane</name>
    <message>
        <source>In braces: {names}</source>
        <translation>可用变量：{names}</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Needed: please fill this in</source>
        <translation>必填，请填写</translation>
    </message>
    <message>
        <source>own</source>
        <translation>个人</translation>
    </message>
    <message>
        <source>hall</source>
        <translation>大厅</translation>
    </message>
    <message>
        <source>For example: {text}</source>
        <translation>示例：{text}</translation>
    </message>
</context>
<context>
    <name>PictureForm</name>
    <message>
        <source>Drawing the map anew for the paper…</source>
        <translation>正在按纸张重新绘制地图…</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已保存：{path}</translation>
    </message>
    <message>
        <source>Not written: {why}</source>
        <translation>未能保存：{why}</translation>
    </message>
    <message>
        <source>Print and export the map</source>
        <translation>打印与导出地图</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Lying or standing</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Dots per inch</source>
        <translation>分辨率（dpi）</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>For paper</source>
        <translation>适合纸张</translation>
    </message>
    <message>
        <source>As on the screen</source>
        <translation>与屏幕一致</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>存为 PDF…</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>存为 PNG…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PlaceField</name>
    <message>
        <source>address, gate, place, component; pinyin or initials</source>
        <translation>地址、门牌、地名、部件；可输拼音或首字母</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Point at the place on the map</source>
        <translation>在地图上指定位置</translation>
    </message>
</context>
<context>
    <name>PlaybackBar</name>
    <message>
        <source>Live</source>
        <translation>返回实时</translation>
    </message>
    <message>
        <source>Back to the live pictures (B)</source>
        <translation>返回实时画面（B）</translation>
    </message>
    <message>
        <source>All panes</source>
        <translation>全部画面</translation>
    </message>
    <message>
        <source>All cameras of the wall at this moment</source>
        <translation>所有画面同步到该时刻</translation>
    </message>
    <message>
        <source>With the track</source>
        <translation>与轨迹同步</translation>
    </message>
    <message>
        <source>In step with the track that is being played</source>
        <translation>与正在回放的轨迹同步</translation>
    </message>
    <message>
        <source>Picture before (,)</source>
        <translation>上一帧（,）</translation>
    </message>
    <message>
        <source>Next picture (.)</source>
        <translation>下一帧（.）</translation>
    </message>
    <message>
        <source>10 s back (J)</source>
        <translation>后退 10 秒（J）</translation>
    </message>
    <message>
        <source>10 s on (L)</source>
        <translation>前进 10 秒（L）</translation>
    </message>
    <message>
        <source>The case before in front of this camera ([)</source>
        <translation>该监控的上一案件（[）</translation>
    </message>
    <message>
        <source>The next case in front of this camera (])</source>
        <translation>该监控的下一案件（]）</translation>
    </message>
    <message>
        <source>From here</source>
        <translation>设为起点</translation>
    </message>
    <message>
        <source>Up to here</source>
        <translation>设为终点</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定证据</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Take away the lock that the hand stands in: the ring may have it</source>
        <translation>解除此处的证据锁定，录像可被循环覆盖</translation>
    </message>
    <message>
        <source>Keep as evidence: the ring does not take it</source>
        <translation>作为证据保留，不被循环覆盖</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>标记录制</translation>
    </message>
    <message>
        <source>End recording</source>
        <translation>结束录制</translation>
    </message>
    <message>
        <source>It is recorded again only while it is watched, or something happens</source>
        <translation>只在有人观看或有警情时录制</translation>
    </message>
    <message>
        <source>Record this camera from now on, whoever watches</source>
        <translation>从现在起录制该监控，无论是否有人观看</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>A package with digests, for the police or a court</source>
        <translation>导出带校验值的录像包，供公安、法院使用</translation>
    </message>
</context>
<context>
    <name>PlaybackRoom</name>
    <message>
        <source>Locked as evidence</source>
        <translation>已锁定为证据</translation>
    </message>
    <message>
        <source>Recorded for 24 hours</source>
        <translation>已标记，录制 24 小时</translation>
    </message>
    <message>
        <source>{name}: for the next 24 hours</source>
        <translation>{name}：今后 24 小时</translation>
    </message>
    <message>
        <source>Locked by {name}, {at}: {reason}</source>
        <translation>{name} 于 {at} 锁定：{reason}</translation>
    </message>
    <message>
        <source>The ring may have it again</source>
        <translation>已解除锁定，可循环覆盖</translation>
    </message>
    <message>
        <source>{name}: recorded as it comes</source>
        <translation>{name}：恢复按需录制</translation>
    </message>
    <message>
        <source>Recorded only as it comes</source>
        <translation>已恢复按需录制</translation>
    </message>
    <message>
        <source>Handing out {name} …</source>
        <translation>正在导出 {name} …</translation>
    </message>
    <message>
        <source>Handed out: {name}</source>
        <translation>已导出：{name}</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>What was recorded of the camera of the hot pane (B)</source>
        <translation>回放当前画面监控的录像（B）</translation>
    </message>
</context>
<context>
    <name>Privacy</name>
    <message>
        <source>This is no telephone number</source>
        <translation>这不是电话号码</translation>
    </message>
    <message>
        <source>Say how it was made sure whose number it is, or why it is refused</source>
        <translation>请说明如何核实号码归属，或拒绝的理由</translation>
    </message>
    <message>
        <source>{count} looks</source>
        <translation>{count} 次查看</translation>
    </message>
    <message>
        <source>Somebody asks about his data</source>
        <translation>本人申请查询</translation>
    </message>
    <message>
        <source>What was asked</source>
        <translation>申请记录</translation>
    </message>
    <message>
        <source>Who has seen personal data</source>
        <translation>个人信息查看记录</translation>
    </message>
    <message>
        <source>Hand out as a file…</source>
        <translation>导出文件提供…</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>The file holds everything in which the number stands, whole. Both answers are written into the audit trail.</source>
        <translation>文件包含与该号码有关的全部记录（不脱敏）。提供与拒绝均记入审计日志。</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Take back the rest</source>
        <translation>撤回未发出的</translation>
    </message>
    <message>
        <source>What has not left this console is not sent</source>
        <translation>尚未发出的不再发送</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{step}: {done} of {total} cases</source>
        <translation>{step}：已完成 {done}/{total} 件</translation>
    </message>
    <message>
        <source>{count} refused</source>
        <translation>{count} 件被拒绝</translation>
    </message>
    <message>
        <source>{count} taken back</source>
        <translation>{count} 件已撤回</translation>
    </message>
</context>
<context>
    <name>Ptz</name>
    <message>
        <source>PTZ: {name} has taken over from you</source>
        <translation>云台：{name} 已从您手中接管</translation>
    </message>
    <message>
        <source>PTZ: {name} controls</source>
        <translation>云台：{name} 控制中</translation>
    </message>
    <message>
        <source>PTZ: you control</source>
        <translation>云台：由您控制</translation>
    </message>
    <message>
        <source>PTZ: you control · {seconds} s</source>
        <translation>云台：由您控制 · {seconds} 秒</translation>
    </message>
    <message>
        <source> (from {name})</source>
        <translation>（接管自 {name}）</translation>
    </message>
    <message>
        <source>PTZ: {name}</source>
        <translation>云台：{name}</translation>
    </message>
    <message>
        <source>PTZ: you</source>
        <translation>云台：您</translation>
    </message>
    <message>
        <source>PTZ: you · {seconds} s</source>
        <translation>云台：您 · {seconds} 秒</translation>
    </message>
    <message>
        <source>PTZ: free · arrows, + and -, click, drag a box</source>
        <translation>云台：空闲 · 方向键、+ -、点击居中、拉框放大</translation>
    </message>
    <message>
        <source>PTZ: free</source>
        <translation>云台：空闲</translation>
    </message>
    <message>
        <source>patrol {number}, started by {name}</source>
        <translation>巡航 {number}，{name} 启动</translation>
    </message>
    <message>
        <source>Patrol {number}</source>
        <translation>巡航 {number}</translation>
    </message>
    <message>
        <source>Preset {number}</source>
        <translation>预置位 {number}</translation>
    </message>
</context>
<context>
    <name>PtzPad</name>
    <message>
        <source>Up (↑)</source>
        <translation>向上（↑）</translation>
    </message>
    <message>
        <source>Left (←)</source>
        <translation>向左（←）</translation>
    </message>
    <message>
        <source>Right (→)</source>
        <translation>向右（→）</translation>
    </message>
    <message>
        <source>Down (↓)</source>
        <translation>向下（↓）</translation>
    </message>
    <message>
        <source>Nearer (+)</source>
        <translation>拉近（+）</translation>
    </message>
    <message>
        <source>Farther (-)</source>
        <translation>推远（-）</translation>
    </message>
    <message>
        <source>Presets (M)</source>
        <translation>预置位（M）</translation>
    </message>
    <message>
        <source>End the patrol (C)</source>
        <translation>停止巡航（C）</translation>
    </message>
    <message>
        <source>Patrols (C)</source>
        <translation>巡航（C）</translation>
    </message>
    <message>
        <source>Take over (G)</source>
        <translation>接管（G）</translation>
    </message>
    <message>
        <source>Let go (R)</source>
        <translation>释放（R）</translation>
    </message>
    <message>
        <source>Ctrl+1 to 9 lead to a preset</source>
        <translation>Ctrl+1 至 9 转到预置位</translation>
    </message>
    <message>
        <source>Done (Esc)</source>
        <translation>结束（Esc）</translation>
    </message>
    <message>
        <source>Keep this view…</source>
        <translation>保存当前画面…</translation>
    </message>
    <message>
        <source>Where it looks…</source>
        <translation>预置位朝向…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Where it looks</source>
        <translation>预置位朝向</translation>
    </message>
    <message>
        <source>Azimuth of the preset {name}, degrees from north</source>
        <translation>预置位“{name}”的方位角（正北起，度）</translation>
    </message>
    <message>
        <source>Keep this view</source>
        <translation>保存当前画面</translation>
    </message>
    <message>
        <source>Name of the preset {number}</source>
        <translation>预置位 {number} 的名称</translation>
    </message>
</context>
<context>
    <name>PtzRoom</name>
    <message>
        <source>PTZ: {goes}</source>
        <translation>云台：{goes}</translation>
    </message>
    <message>
        <source>PTZ</source>
        <translation>云台</translation>
    </message>
    <message>
        <source>Turn the camera of the hot pane (T)</source>
        <translation>控制选中画面的云台（T）</translation>
    </message>
</context>
<context>
    <name>PublicSheet</name>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>no street named</source>
        <translation>未注明道路</translation>
    </message>
    <message>
        <source>Reported {day}</source>
        <translation>{day} 反映</translation>
    </message>
    <message>
        <source>Disposed of {day}</source>
        <translation>{day} 处置</translation>
    </message>
</context>
<context>
    <name>PublicityPane</name>
    <message>
        <source>This is what the public sees</source>
        <translation>公众看到的内容</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>提交公示</translation>
    </message>
    <message>
        <source>Confirm and publish</source>
        <translation>审核并公示</translation>
    </message>
    <message>
        <source>Withdraw, with the reason</source>
        <translation>撤回（注明理由）</translation>
    </message>
    <message>
        <source>Choose a case whose result is to be published.</source>
        <translation>请选择要公示结果的案件。</translation>
    </message>
    <message>
        <source>{count} published</source>
        <translation>已公示 {count} 件</translation>
    </message>
    <message>
        <source>Needed: please fill this in</source>
        <translation>必填：请填写</translation>
    </message>
    <message>
        <source>Possible</source>
        <translation>可公示</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>已公示</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>Filter: number, class, address, department</source>
        <translation>筛选：案件号、小类、地址、部门</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>{rows} shown</source>
        <translation>{rows} 件</translation>
    </message>
    <message>
        <source>{overdue} overdue</source>
        <translation>超时 {overdue}</translation>
    </message>
    <message>
        <source>{count} marked</source>
        <translation>已标记 {count} 件</translation>
    </message>
</context>
<context>
    <name>QueueBar</name>
    <message>
        <source>{name}: how many, how many of them overdue, how long the oldest waits</source>
        <translation>{name}：件数、其中超时件数、最久等待</translation>
    </message>
</context>
<context>
    <name>RankingModel</name>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
</context>
<context>
    <name>ReasonForm</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>For example: traffic accident, asked for by the police</source>
        <translation>例如：交通事故，公安调取</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ReceiptLine</name>
    <message>
        <source>Waiting: {cause}. It will be sent by itself.</source>
        <translation>等待中：{cause}。恢复后自动发送。</translation>
    </message>
    <message>
        <source>Seen by {name}</source>
        <translation>{name}已阅</translation>
    </message>
</context>
<context>
    <name>Receipts</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>Recommended</name>
    <message>
        <source>Recommended {purpose}</source>
        <translation>推荐{purpose}人选</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐人选</translation>
    </message>
    <message>
        <source>Why not the other {count}</source>
        <translation>为什么不是其余 {count} 个</translation>
    </message>
    <message>
        <source>weighing …</source>
        <translation>正在比较 …</translation>
    </message>
    <message>
        <source>Nobody can be recommended now</source>
        <translation>目前没有可推荐的人选</translation>
    </message>
    <message>
        <source>No streets known: straight line with a detour</source>
        <translation>没有道路数据：按直线加绕行估算</translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message>
        <source>Never recorded: {reason}</source>
        <translation>不录制：{reason}</translation>
    </message>
    <message>
        <source>Not being recorded now</source>
        <translation>当前未录制</translation>
    </message>
    <message>
        <source>Not recorded, though it should be: {problem}</source>
        <translation>应录未录：{problem}</translation>
    </message>
    <message>
        <source>Being recorded: marked by {name}</source>
        <translation>正在录制：{name}标记</translation>
    </message>
    <message>
        <source>Being recorded: something happened here</source>
        <translation>正在录制：此处有警情</translation>
    </message>
    <message>
        <source>Being recorded: it is watched</source>
        <translation>正在录制：有人观看</translation>
    </message>
    <message>
        <source>the recorder is connecting</source>
        <translation>录像服务正在连接</translation>
    </message>
    <message>
        <source>the disk is full, or all that is left is locked as evidence</source>
        <translation>磁盘已满，或剩余录像均已锁定为证据</translation>
    </message>
    <message>
        <source>the recorder cannot write to its disk</source>
        <translation>录像服务无法写入磁盘</translation>
    </message>
    <message>
        <source>the camera refuses the recorder</source>
        <translation>摄像机拒绝录像服务的连接</translation>
    </message>
    <message>
        <source>its address carries no video that can be recorded</source>
        <translation>该地址没有可录制的视频</translation>
    </message>
    <message>
        <source>the recorder cannot read the logins of cameras</source>
        <translation>录像服务无法读取摄像机账号</translation>
    </message>
    <message>
        <source>nothing arrives from the camera</source>
        <translation>没有收到摄像机的视频</translation>
    </message>
</context>
<context>
    <name>ReportDrafts</name>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
</context>
<context>
    <name>ReportForm</name>
    <message>
        <source>Will be sent as</source>
        <translation>发送内容</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Begin another report; this one stays a draft</source>
        <translation>另起一份，当前内容存为草稿</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
</context>
<context>
    <name>RewindBar</name>
    <message>
        <source>Back to now</source>
        <translation>返回实时</translation>
    </message>
    <message>
        <source>Close this window (Esc)</source>
        <translation>关闭本窗口（Esc）</translation>
    </message>
    <message>
        <source>10 minutes back (J)</source>
        <translation>后退 10 分钟（J）</translation>
    </message>
    <message>
        <source>10 minutes on (L)</source>
        <translation>前进 10 分钟（L）</translation>
    </message>
    <message>
        <source>The mark before (P)</source>
        <translation>上一个标记（P）</translation>
    </message>
    <message>
        <source>The next mark (N)</source>
        <translation>下一个标记（N）</translation>
    </message>
    <message>
        <source>Moments…</source>
        <translation>时刻…</translation>
    </message>
    <message>
        <source>Keep this moment, open a kept one, or one by its link (M)</source>
        <translation>保存此刻，打开已保存的时刻或他人的链接（M）</translation>
    </message>
    <message>
        <source>No further mark on this stretch of time.</source>
        <translation>这段时间内没有更多标记。</translation>
    </message>
</context>
<context>
    <name>RewindWindow</name>
    <message>
        <source>The hall as it was</source>
        <translation>全厅回看</translation>
    </message>
    <message>
        <source>PAST · still shown is {when}</source>
        <translation>回看 · 当前仍为 {when}</translation>
    </message>
    <message>
        <source>Fetching the hall as it was …</source>
        <translation>正在调取当时的全厅情况…</translation>
    </message>
    <message>
        <source>PAST · {when} · fetching {wanted} …</source>
        <translation>回看 · {when} · 正在调取 {wanted}…</translation>
    </message>
    <message>
        <source>PAST · the hall as it was at {when} · nothing can be ordered here</source>
        <translation>回看 · {when} 时的全厅情况 · 此处不能下达任何指令</translation>
    </message>
</context>
<context>
    <name>RingBar</name>
    <message>
        <source>Answer</source>
        <translation>接听</translation>
    </message>
    <message>
        <source>{number} rings for {span}</source>
        <translation>{number} 来电 {span}</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
</context>
<context>
    <name>SameTimeField</name>
    <message>
        <source>{field}: from {at}</source>
        <translation>{field}：{at} 起</translation>
    </message>
</context>
<context>
    <name>SavedMenu</name>
    <message>
        <source>Save this search as …   Ctrl+S</source>
        <translation>保存此查询为…   Ctrl+S</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>保存此查询</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>SavingForm</name>
    <message>
        <source>Save  Ctrl+Enter</source>
        <translation>保存  Ctrl+Enter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SeenField</name>
    <message>
        <source>now, or 8:30, 11-20 8:30</source>
        <translation>现在；或 8:30、11-20 8:30</translation>
    </message>
</context>
<context>
    <name>SelectionList</name>
    <message>
        <source>{count} selected</source>
        <translation>已选 {count} 项</translation>
    </message>
    <message>
        <source>{count} rows in {name}</source>
        <translation>已导出 {count} 行至 {name}</translation>
    </message>
    <message>
        <source>{name} could not be written: {why}</source>
        <translation>{name} 无法写入：{why}</translation>
    </message>
    <message>
        <source>Export the selection</source>
        <translation>导出所选</translation>
    </message>
</context>
<context>
    <name>SheetBar</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>Days …</source>
        <translation>指定日期…</translation>
    </message>
    <message>
        <source>Days of the sheet</source>
        <translation>报表日期</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>首日</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>末日</translation>
    </message>
    <message>
        <source>That day included; 31 days at most</source>
        <translation>含当日，最多 31 天</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>班组合计</translation>
    </message>
    <message>
        <source>What teams come to, and all together</source>
        <translation>各班组小计与合计</translation>
    </message>
    <message>
        <source>Doubts</source>
        <translation>轨迹疑点</translation>
    </message>
    <message>
        <source>Whose tracks of the last of these days should be looked at: teleports, mocked fixes, copied ways</source>
        <translation>核查末日轨迹：瞬移、模拟定位、雷同、同轨</translation>
    </message>
    <message>
        <source>Sheet…</source>
        <translation>报表…</translation>
    </message>
    <message>
        <source>Of all inspectors, as XLSX or PDF</source>
        <translation>全体监督员，XLSX 或 PDF</translation>
    </message>
    <message>
        <source>Keep the sheet of people</source>
        <translation>保存人员报表</translation>
    </message>
    <message>
        <source>Workbook (*.xlsx)</source>
        <translation>工作簿 (*.xlsx)</translation>
    </message>
</context>
<context>
    <name>Sieve</name>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>从…到…</translation>
    </message>
    <message>
        <source>{radius} m around the middle of the map</source>
        <translation>地图中心 {radius} 米内</translation>
    </message>
    <message>
        <source>{radius} m around case {number}</source>
        <translation>案件 {number} 周围 {radius} 米内</translation>
    </message>
    <message>
        <source>What the map shows</source>
        <translation>地图当前范围</translation>
    </message>
</context>
<context>
    <name>SightPane</name>
    <message>
        <source>Choose a case, or click a place on the map.</source>
        <translation>请选择案件，或在地图上点一个位置。</translation>
    </message>
    <message>
        <source>Who can see it</source>
        <translation>谁能看到</translation>
    </message>
    <message>
        <source>Who can be there first</source>
        <translation>谁先到</translation>
    </message>
    <message>
        <source>looking …</source>
        <translation>正在查找 …</translation>
    </message>
    <message>
        <source>buildings regarded: {count}</source>
        <translation>已计入 {count} 栋建筑的遮挡</translation>
    </message>
    <message>
        <source>No outlines of buildings here: nothing is known to stand between</source>
        <translation>此处没有建筑轮廓数据，遮挡未知</translation>
    </message>
    <message>
        <source>on duty, with a fresh fix; along streets</source>
        <translation>在岗且定位新鲜；按道路行程</translation>
    </message>
    <message>
        <source>No streets known: straight line with a detour</source>
        <translation>没有道路数据：按直线加绕行估算</translation>
    </message>
    <message>
        <source>No camera looks here</source>
        <translation>没有摄像机看向这里</translation>
    </message>
    <message>
        <source>{seen} see it · first in {minutes}</source>
        <translation>{seen} 台看得到 · 最快 {minutes}</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>SpanForm</name>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To, that day included</source>
        <translation>到（含当日）</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The first day is after the last.</source>
        <translation>开始日期晚于结束日期。</translation>
    </message>
</context>
<context>
    <name>Squads</name>
    <message>
        <source>Nearest who could go</source>
        <translation>就近可派</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>派出</translation>
    </message>
</context>
<context>
    <name>StaffPane</name>
    <message>
        <source>{name} is written</source>
        <translation>{name} 已写入</translation>
    </message>
    <message>
        <source>{month}: {teams} teams, {people} people, {shifts} shifts</source>
        <translation>{month} 轮换：{teams} 个班组 {people} 人，{shifts} 班次</translation>
    </message>
    <message>
        <source>stands in the roster</source>
        <translation>已写入排班</translation>
    </message>
    <message>
        <source>keeps all rules; press again to publish</source>
        <translation>符合全部轮换规则，再按一次发布</translation>
    </message>
    <message>
        <source>breaks {count} rules: {which}</source>
        <translation>违反规则 {count} 处：{which}</translation>
    </message>
    <message>
        <source>{team} walks the area of {area}</source>
        <translation>{team} 巡查 {area} 片区</translation>
    </message>
    <message>
        <source>Not seen for {hours} h: {unseen} of {cells} basic grids, {km:.1f} of {all:.1f} km of street</source>
        <translation>{hours} 小时未巡查：单元网格 {unseen} / {cells}，街道 {km:.1f} / {all:.1f} km</translation>
    </message>
    <message>
        <source>seen, by weight of cases: {share:.0%}</source>
        <translation>按案件加权的覆盖率：{share:.0%}</translation>
    </message>
    <message>
        <source>streets seen, by weight of cases: {share:.0%}</source>
        <translation>按案件加权的街道覆盖率：{share:.0%}</translation>
    </message>
    <message>
        <source>{code}: {cases} cases</source>
        <translation>{code}：{cases} 件</translation>
    </message>
    <message>
        <source>{at_work} at work · {wrong} to look at · {off} off duty</source>
        <translation>在岗 {at_work} · 异常 {wrong} · 未上班 {off}</translation>
    </message>
    <message>
        <source>Name or team …  Ctrl+F</source>
        <translation>姓名或班组…  Ctrl+F</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>地图定位</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>What stands in the roster of this month, day by day</source>
        <translation>本月已排班次，逐日显示</translation>
    </message>
    <message>
        <source>Choose somebody to see the shift, sign-ins, track and alarms of today.</source>
        <translation>选择一名人员，查看其今日班次、签到、轨迹与报警。</translation>
    </message>
    <message>
        <source>Comparing the tracks of {day} …</source>
        <translation>正在比对 {day} 的轨迹…</translation>
    </message>
    <message>
        <source>Publish {month}</source>
        <translation>发布 {month} 排班</translation>
    </message>
    <message>
        <source>Rotation of next month…</source>
        <translation>下月轮换排班…</translation>
    </message>
    <message>
        <source>Writing {name} …</source>
        <translation>正在写入 {name} …</translation>
    </message>
</context>
<context>
    <name>Standard</name>
    <message>
        <source>Time limit</source>
        <translation>处置时限</translation>
    </message>
    <message>
        <source>Filed when</source>
        <translation>立案条件</translation>
    </message>
    <message>
        <source>Closed when</source>
        <translation>结案条件</translation>
    </message>
    <message>
        <source>counted from dispatch, in working hours</source>
        <translation>自派遣起按工作时间计</translation>
    </message>
    <message>
        <source>dispatched now, due {at}</source>
        <translation>现在派遣，{at} 到期</translation>
    </message>
</context>
<context>
    <name>StandardPublish</name>
    <message>
        <source>In force from</source>
        <translation>生效日期</translation>
    </message>
    <message>
        <source>Publish…</source>
        <translation>发布…</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>确认发布</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>From {day} on cases are filed by this version, and it can never be changed again. What was filed before keeps its limit.</source>
        <translation>自 {day} 起按此版本立案，发布后不能再修改；此前立案的案件时限不变。</translation>
    </message>
</context>
<context>
    <name>StandardSide</name>
    <message>
        <source>Line</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>History</source>
        <translation>沿革</translation>
    </message>
</context>
<context>
    <name>Standards</name>
    <message>
        <source>Somebody else has changed this draft meanwhile. What you typed is still here; choose the version again to see theirs.</source>
        <translation>他人刚修改了这份草稿。您的输入仍在此处；重新选择该版本可查看对方的内容。</translation>
    </message>
    <message>
        <source>{count} lines</source>
        <translation>共 {count} 行</translation>
    </message>
    <message>
        <source>New version…</source>
        <translation>新建版本…</translation>
    </message>
    <message>
        <source>Read a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Withdraw this draft</source>
        <translation>撤回草稿</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Make the draft</source>
        <translation>生成草稿</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Search in all lines</source>
        <translation>搜索全部内容</translation>
    </message>
    <message>
        <source>Withdraw this draft? What it says is gone then.</source>
        <translation>撤回这份草稿？其中内容将不再保留。</translation>
    </message>
    <message>
        <source> ● in force</source>
        <translation> ● 现行</translation>
    </message>
    <message>
        <source>Being kept…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>A version needs a name and a title.</source>
        <translation>请填写版本号和标题</translation>
    </message>
    <message>
        <source>Put right what is wrong first.</source>
        <translation>请先改正错误</translation>
    </message>
    <message>
        <source>Look at what changes first.</source>
        <translation>请先查看变化</translation>
    </message>
    <message>
        <source>What changes can be said when nothing is wrong any more.</source>
        <translation>改正全部错误后才能比较变化。</translation>
    </message>
    <message>
        <source>looking …</source>
        <translation>正在比较…</translation>
    </message>
</context>
<context>
    <name>StepForm</name>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>{number}: {count} files</source>
        <translation>{number}：{count} 个文件</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>必填</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Dark or light</source>
        <translation>深色 / 浅色</translation>
    </message>
    <message>
        <source>The hall as it was …</source>
        <translation>全厅回看…</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Time of the backend</source>
        <translation>后台时间</translation>
    </message>
    <message>
        <source>Desk of a post</source>
        <translation>岗位台面</translation>
    </message>
    <message>
        <source>Panes</source>
        <translation>窗格</translation>
    </message>
    <message>
        <source>All panes</source>
        <translation>全部窗格</translation>
    </message>
    <message>
        <source>window busy {busy:.0f} ms</source>
        <translation>界面占用 {busy:.0f} 毫秒</translation>
    </message>
    <message>
        <source>Own work at a stretch, last five minutes: usually within {busy:.1f} ms, longest {longest:.0f} ms</source>
        <translation>最近五分钟界面自身连续占用：一般不超过 {busy:.1f} 毫秒，最长 {longest:.0f} 毫秒</translation>
    </message>
    <message>
        <source>Late with waiting for the machine: usually within {late:.1f} ms, longest {longest:.0f} ms</source>
        <translation>连同等待本机在内的响应延迟：一般不超过 {late:.1f} 毫秒，最长 {longest:.0f} 毫秒</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Backend {age}</source>
        <translation>后台 {age}</translation>
    </message>
    <message>
        <source>Backend silent for {age}</source>
        <translation>后台 {age}无应答</translation>
    </message>
    <message>
        <source>Backend lost {age}</source>
        <translation>后台失联 {age}</translation>
    </message>
    <message>
        <source>Backend refuses</source>
        <translation>后台拒绝</translation>
    </message>
    <message>
        <source>Positions {age}</source>
        <translation>定位 {age}</translation>
    </message>
    <message>
        <source>Outbox {count}</source>
        <translation>发件箱 {count}</translation>
    </message>
    <message>
        <source>Orders that have not reached the backend yet</source>
        <translation>尚未送达后台的指令</translation>
    </message>
</context>
<context>
    <name>ThenRoom</name>
    <message>
        <source>No recording: nobody knows where this was</source>
        <translation>没有录像可查：报警没有位置</translation>
    </message>
    <message>
        <source>Asking which cameras saw it …</source>
        <translation>正在查找能看到该处的监控…</translation>
    </message>
    <message>
        <source>No recording: no camera sees this place</source>
        <translation>没有监控能看到该处</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>no picture</source>
        <translation>没有图片</translation>
    </message>
    <message>
        <source>fetching …</source>
        <translation>正在取图…</translation>
    </message>
    <message>
        <source>{why}, trying again</source>
        <translation>{why}，正在重试</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Recording of then</source>
        <translation>查看当时录像</translation>
    </message>
    <message>
        <source>brought in from another system</source>
        <translation>由其他系统导入</translation>
    </message>
    <message>
        <source>after {span}</source>
        <translation>用时 {span}</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>closing condition confirmed</source>
        <translation>结案条件已确认</translation>
    </message>
    <message>
        <source>photos: {count}</source>
        <translation>照片 {count} 张</translation>
    </message>
    <message>
        <source>as recommended</source>
        <translation>采用推荐</translation>
    </message>
    <message>
        <source>recommended was {name}</source>
        <translation>首选推荐为{name}</translation>
    </message>
    <message>
        <source>Task: {kind} · {result}</source>
        <translation>任务：{kind} · {result}</translation>
    </message>
    <message>
        <source>at the same time of day, from {at}</source>
        <translation>同时段核查，{at} 起</translation>
    </message>
    <message>
        <source>recommended No. {rank}</source>
        <translation>推荐第 {rank}</translation>
    </message>
    <message>
        <source>was not recommended</source>
        <translation>不在推荐之列</translation>
    </message>
</context>
<context>
    <name>TourForm</name>
    <message>
        <source>Tour</source>
        <translation>轮巡</translation>
    </message>
    <message>
        <source>For the whole hall</source>
        <translation>全大厅共用</translation>
    </message>
    <message>
        <source>Everybody sees and runs it. Without the tick it is kept as one of your own.</source>
        <translation>所有人可见、可用；不勾选则只保存为自己的轮巡。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Seconds for each page</source>
        <translation>每页停留（秒）</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Times of the day</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>07:00-09:00, 17:00-19:00; empty: always</source>
        <translation>07:00-09:00，17:00-19:00；留空为全天</translation>
    </message>
    <message>
        <source>Add ▸</source>
        <translation>加入 ▸</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>新建分组</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>Delete this tour</source>
        <translation>删除本轮巡</translation>
    </message>
    <message>
        <source>Group {number}</source>
        <translation>分组 {number}</translation>
    </message>
    <message>
        <source>{part} is no time like 07:00-09:00</source>
        <translation>“{part}”不是 07:00-09:00 这样的时段</translation>
    </message>
    <message>
        <source>A tour has a name</source>
        <translation>请填写轮巡名称</translation>
    </message>
    <message>
        <source>A tour has one camera at least</source>
        <translation>轮巡至少要有一台摄像机</translation>
    </message>
</context>
<context>
    <name>TrackPane</name>
    <message>
        <source>{count} fixes</source>
        <translation>{count} 个定位点</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Choose a unit and a day.</source>
        <translation>请选择人员车辆和日期。</translation>
    </message>
    <message>
        <source>Unit: name, team, plate</source>
        <translation>人员车辆：姓名、中队、车牌</translation>
    </message>
    <message>
        <source>10 s back (←)</source>
        <translation>后退 10 秒（←）</translation>
    </message>
    <message>
        <source>10 s on (→)</source>
        <translation>前进 10 秒（→）</translation>
    </message>
    <message>
        <source>Play or pause (space)</source>
        <translation>播放 / 暂停（空格）</translation>
    </message>
    <message>
        <source>Backwards</source>
        <translation>倒放</translation>
    </message>
    <message>
        <source>no fixes</source>
        <translation>无定位</translation>
    </message>
    <message>
        <source>silent for {span}</source>
        <translation>失联 {span}</translation>
    </message>
    <message>
        <source>stayed {span}</source>
        <translation>停留 {span}</translation>
    </message>
</context>
<context>
    <name>TransfersPane</name>
    <message>
        <source>Reply</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Make a case</source>
        <translation>登记案件</translation>
    </message>
    <message>
        <source>Send back: not ours</source>
        <translation>退回：非本部门职责</translation>
    </message>
    <message>
        <source>Show the case</source>
        <translation>查看案件</translation>
    </message>
    <message>
        <source>Choose what 12345 has passed on.</source>
        <translation>请选择 12345 转办件。</translation>
    </message>
    <message>
        <source>{count} without a reply · {late} overdue</source>
        <translation>待答复 {count} · 超时 {late}</translation>
    </message>
    <message>
        <source>Needed: please fill this in</source>
        <translation>必填：请填写</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待办理</translation>
    </message>
    <message>
        <source>With a case</source>
        <translation>已立单</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已答复</translation>
    </message>
    <message>
        <source>reply due {at}</source>
        <translation>答复时限 {at}</translation>
    </message>
</context>
<context>
    <name>TriagePane</name>
    <message>
        <source>Space confirm · D duplicate · R and a digit refuse · 1–9 condition · U undo · B recording · ⏎ open · arrows move</source>
        <translation>空格 确认 · D 重复 · R 加数字 不受理 · 1–9 立案条件 · U 撤销 · B 当时录像 · ⏎ 打开 · 方向键移动</translation>
    </message>
    <message>
        <source>Recording of then</source>
        <translation>查看当时录像</translation>
    </message>
    <message>
        <source>{left} to judge · {done} judged</source>
        <translation>待判 {left} · 已判 {done}</translation>
    </message>
    <message>
        <source>This class has no filing condition: refuse it or open the case.</source>
        <translation>此小类没有立案条件：请不予受理或打开案件。</translation>
    </message>
    <message>
        <source>{number}: the backend offers neither to accept nor to verify it.</source>
        <translation>{number}：后台既不允许受理也不允许核实。</translation>
    </message>
    <message>
        <source>No case of this class is near enough: open the case to choose one.</source>
        <translation>附近没有同类案件：请打开案件自行选择。</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>没有可撤销的操作</translation>
    </message>
    <message>
        <source>No likely duplicate</source>
        <translation>没有疑似重复</translation>
    </message>
    <message>
        <source>No history of such findings</source>
        <translation>没有同类发现的历史</translation>
    </message>
    <message>
        <source>of this class, at this camera and hour</source>
        <translation>此点位此时段同类</translation>
    </message>
    <message>
        <source>of this class, at this camera</source>
        <translation>此点位同类</translation>
    </message>
    <message>
        <source>of this class</source>
        <translation>同类</translation>
    </message>
    <message>
        <source>{voided} of {total} were void ({share}), {of}</source>
        <translation>{of} {total} 件中 {voided} 件作废（{share}）</translation>
    </message>
    <message>
        <source>D  likely a duplicate of {number}, {metres:.0f} m away, {status}</source>
        <translation>D  疑似与 {number} 重复，相距 {metres:.0f} 米，{status}</translation>
    </message>
</context>
<context>
    <name>TripList</name>
    <message>
        <source>Written: {name}</source>
        <translation>已写入 {name}</translation>
    </message>
    <message>
        <source>Truck or permit</source>
        <translation>车辆或准运证</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>Fetch anew</source>
        <translation>重新取数</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>XLSX or CSV, of all these trips (Ctrl+E)</source>
        <translation>XLSX 或 CSV，含全部所列运输 (Ctrl+E)</translation>
    </message>
    <message>
        <source>Truck {plate}</source>
        <translation>车辆 {plate}</translation>
    </message>
    <message>
        <source>Permit {number}</source>
        <translation>准运证 {number}</translation>
    </message>
    <message>
        <source>No trips in this period</source>
        <translation>该时段没有运输</translation>
    </message>
    <message>
        <source>fetching …</source>
        <translation>正在取数…</translation>
    </message>
    <message>
        <source>{trips} trips · {volume} m³ · {km} km</source>
        <translation>{trips} 趟 · {volume} m³ · {km} 公里</translation>
    </message>
    <message>
        <source>the newest {count} are listed</source>
        <translation>列出最近 {count} 趟</translation>
    </message>
    <message>
        <source>Export the trips</source>
        <translation>导出运输记录</translation>
    </message>
</context>
<context>
    <name>TripModel</name>
    <message>
        <source>Start</source>
        <translation>起</translation>
    </message>
    <message>
        <source>End</source>
        <translation>止</translation>
    </message>
    <message>
        <source>Truck</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Permit</source>
        <translation>准运证</translation>
    </message>
    <message>
        <source>Site → ground</source>
        <translation>工地 → 消纳场</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>里程</translation>
    </message>
    <message>
        <source>Off the line</source>
        <translation>偏离米数</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>方量</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>TripWindow</name>
    <message>
        <source>Trips of muck trucks</source>
        <translation>渣土车运输记录</translation>
    </message>
</context>
<context>
    <name>TruckDetail</name>
    <message>
        <source>Draft a case</source>
        <translation>起草案件</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>看地图</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Trips…</source>
        <translation>运输记录…</translation>
    </message>
    <message>
        <source>Choose a truck.</source>
        <translation>请选择一辆渣土车。</translation>
    </message>
    <message>
        <source>No permit</source>
        <translation>无准运证</translation>
    </message>
    <message>
        <source>at any hour</source>
        <translation>全天</translation>
    </message>
    <message>
        <source>{carried} of {volume} m³ in {hauls} trips</source>
        <translation>已运 {carried} / {volume} m³，{hauls} 趟</translation>
    </message>
    <message>
        <source>No trip in the last 24 hours</source>
        <translation>24 小时内无运输</translation>
    </message>
    <message>
        <source>{state}, since {time}, {km} km</source>
        <translation>{state}，{time} 起，{km} km</translation>
    </message>
    <message>
        <source>{state}, since {time}</source>
        <translation>{state}，{time} 起</translation>
    </message>
    <message>
        <source>off the line for {time}, {metres} m at most</source>
        <translation>偏离 {time}，最远 {metres} m</translation>
    </message>
    <message>
        <source>Cameras along its way: {count}</source>
        <translation>沿途监控 {count} 个</translation>
    </message>
</context>
<context>
    <name>TruckModel</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Truck</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>报警</translation>
    </message>
    <message>
        <source>Trip</source>
        <translation>运输</translation>
    </message>
    <message>
        <source>Permit</source>
        <translation>准运证</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚无</translation>
    </message>
</context>
<context>
    <name>TruckPane</name>
    <message>
        <source>Plate or company</source>
        <translation>车牌或企业</translation>
    </message>
    <message>
        <source>{running} on their way · {wrong} with an alarm</source>
        <translation>运输中 {running} 辆 · 报警 {wrong} 辆</translation>
    </message>
</context>
<context>
    <name>Unmask</name>
    <message>
        <source>Say why you must see it</source>
        <translation>请选择查看理由</translation>
    </message>
    <message>
        <source>Say which reason it is</source>
        <translation>请说明理由</translation>
    </message>
    <message>
        <source>Show personal data…</source>
        <translation>查看个人信息…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Hide again</source>
        <translation>重新隐藏</translation>
    </message>
    <message>
        <source>Your name, the time and the reason are written into the audit trail.</source>
        <translation>您的姓名、时间和理由将记入审计日志。</translation>
    </message>
    <message>
        <source>shown for {time}</source>
        <translation>{time} 后自动隐藏</translation>
    </message>
</context>
<context>
    <name>Verbs</name>
    <message>
        <source>Who could see it</source>
        <translation>当时谁能看到</translation>
    </message>
    <message>
        <source>Who can see it</source>
        <translation>谁能看到</translation>
    </message>
    <message>
        <source>Recording of then</source>
        <translation>查看当时录像</translation>
    </message>
    <message>
        <source>What cameras recorded when it was reported (Ctrl+B)</source>
        <translation>上报时的监控录像（Ctrl+B）</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>Video</name>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>直播</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Still</source>
        <translation>静帧</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Nothing answers at the camera&apos;s address</source>
        <translation>摄像机地址无应答</translation>
    </message>
    <message>
        <source>The camera accepts the call but does not answer</source>
        <translation>摄像机接受连接但不应答</translation>
    </message>
    <message>
        <source>The camera stopped sending</source>
        <translation>摄像机停止发送</translation>
    </message>
    <message>
        <source>The camera hung up</source>
        <translation>摄像机断开连接</translation>
    </message>
    <message>
        <source>Pictures arrive, and all are the same: the camera or its gateway hangs</source>
        <translation>画面持续到达但始终相同：摄像机或网关已卡死</translation>
    </message>
    <message>
        <source>Most pictures arrive damaged: data gets lost on the way</source>
        <translation>多数画面到达时已受损：传输途中丢包</translation>
    </message>
    <message>
        <source>Data arrives, but no picture can be made of it</source>
        <translation>有数据但无法解码</translation>
    </message>
    <message>
        <source>This address carries no video</source>
        <translation>该地址没有视频</translation>
    </message>
    <message>
        <source>Nobody here can decode what this camera sends</source>
        <translation>本机无法解码该摄像机的编码格式</translation>
    </message>
    <message>
        <source>The camera asks for a login we do not have</source>
        <translation>摄像机要求登录，本系统没有账号</translation>
    </message>
    <message>
        <source>The camera does not allow us to watch</source>
        <translation>摄像机不允许观看</translation>
    </message>
    <message>
        <source>The gateway does not know this camera</source>
        <translation>网关没有这台摄像机</translation>
    </message>
    <message>
        <source>The camera or its gateway does not take what we ask for</source>
        <translation>摄像机或网关不接受此请求</translation>
    </message>
    <message>
        <source>The camera or its gateway says that it cannot do it now</source>
        <translation>摄像机或网关表示暂时无法提供</translation>
    </message>
    <message>
        <source>The address of this camera is wrong</source>
        <translation>摄像机地址有误</translation>
    </message>
    <message>
        <source>The stream broke</source>
        <translation>视频流中断</translation>
    </message>
    <message>
        <source>Ask the administrator to set the camera to H.264 or H.265</source>
        <translation>请管理员把摄像机改为 H.264 或 H.265 编码</translation>
    </message>
    <message>
        <source>Ask the administrator of the video gateway</source>
        <translation>请联系视频网关管理员</translation>
    </message>
    <message>
        <source>Ask the administrator to correct the camera&apos;s entry</source>
        <translation>请管理员更正摄像机登记</translation>
    </message>
    <message>
        <source>Picture stopped {} ago</source>
        <translation>画面已停止 {}</translation>
    </message>
    <message>
        <source>Connecting now</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Next try in {}</source>
        <translation>{}后重试</translation>
    </message>
    <message>
        <source>Still, {} ago</source>
        <translation>静帧 {}前</translation>
    </message>
    <message>
        <source>1 drop today, {}</source>
        <translation>今日断流 1 次，共 {}</translation>
    </message>
    <message>
        <source>{count} drops today, {time}</source>
        <translation>今日断流 {count} 次，共 {time}</translation>
    </message>
    <message>
        <source>no drop today</source>
        <translation>今日未断流</translation>
    </message>
    <message>
        <source>large stream</source>
        <translation>主码流</translation>
    </message>
    <message>
        <source>small stream</source>
        <translation>子码流</translation>
    </message>
    <message>
        <source>key pictures</source>
        <translation>仅关键帧</translation>
    </message>
    <message>
        <source>stills</source>
        <translation>静帧</translation>
    </message>
    <message>
        <source>{:.0f} pictures/s</source>
        <translation>{:.0f} 帧/秒</translation>
    </message>
    <message>
        <source>all streams are in use</source>
        <translation>视频路数已用满</translation>
    </message>
    <message>
        <source>the processor has no more to give</source>
        <translation>处理器已满负荷</translation>
    </message>
    <message>
        <source>the network is full</source>
        <translation>网络带宽已用满</translation>
    </message>
    <message>
        <source>the recorder gives no more streams</source>
        <translation>录像机路数已用满</translation>
    </message>
    <message>
        <source>Small stream: {}</source>
        <translation>已降为子码流：{}</translation>
    </message>
    <message>
        <source>Stills only: {}</source>
        <translation>已降为静帧：{}</translation>
    </message>
    <message>
        <source>{:.0%} of the pictures are damaged: data gets lost on the way</source>
        <translation>{:.0%} 的画面受损：传输途中丢包</translation>
    </message>
    <message>
        <source>No video</source>
        <translation>无视频</translation>
    </message>
    <message>
        <source>This camera has no stream</source>
        <translation>该摄像机没有视频流</translation>
    </message>
    <message>
        <source>The connection is open, the camera sends nothing</source>
        <translation>已连接，但摄像机没有发送数据</translation>
    </message>
    <message>
        <source>This machine has no sound device: nothing can be heard</source>
        <translation>本机没有音频设备，听不到声音</translation>
    </message>
    <message>
        <source>No sound while it only gets stills</source>
        <translation>仅有静态画面时没有声音</translation>
    </message>
    <message>
        <source>This camera sends no sound</source>
        <translation>该摄像机没有声音</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Sound of this camera</source>
        <translation>听此摄像机的声音</translation>
    </message>
    <message>
        <source>Hot-spot: shows what the hot pane shows (H)</source>
        <translation>热点画面：跟随当前画面（H）</translation>
    </message>
    <message>
        <source>Entry of this camera…</source>
        <translation>编辑摄像机登记…</translation>
    </message>
    <message>
        <source>Volume {} %</source>
        <translation>音量 {} %</translation>
    </message>
</context>
<context>
    <name>VideoPane</name>
    <message>
        <source>This camera is not known any more</source>
        <translation>该摄像机已不存在</translation>
    </message>
    <message>
        <source>There was no such camera then</source>
        <translation>当时没有这路监控</translation>
    </message>
    <message>
        <source>Choose one on the map, or drop it here</source>
        <translation>请在地图上选择，或拖到此处</translation>
    </message>
    <message>
        <source>No camera</source>
        <translation>未选摄像机</translation>
    </message>
</context>
<context>
    <name>VideoRoom</name>
    <message>
        <source>Tours</source>
        <translation>轮巡</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>New tour…</source>
        <translation>新建轮巡…</translation>
    </message>
    <message>
        <source>Patrol log</source>
        <translation>巡查日志</translation>
    </message>
    <message>
        <source>Intelligent capture…</source>
        <translation>智能抓拍…</translation>
    </message>
    <message>
        <source>How the cameras do</source>
        <translation>监控运行状况</translation>
    </message>
    <message>
        <source>Footage for the police</source>
        <translation>公安调取录像</translation>
    </message>
    <message>
        <source>List of cameras (C)</source>
        <translation>摄像机列表（C）</translation>
    </message>
    <message>
        <source>{name}  ·  hall</source>
        <translation>{name}  ·  大厅</translation>
    </message>
</context>
<context>
    <name>VideoWall</name>
    <message>
        <source>Camera for the hot pane …</source>
        <translation>把摄像机放入当前窗格…</translation>
    </message>
    <message>
        <source>{live} of {all} live</source>
        <translation>{live}/{all} 直播</translation>
    </message>
</context>
<context>
    <name>WaitingAlarms</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>1 more alarm: {names}</source>
        <translation>另有 1 路报警：{names}</translation>
    </message>
    <message>
        <source>{count} more alarms: {names}</source>
        <translation>另有 {count} 路报警：{names}</translation>
    </message>
</context>
<context>
    <name>WallTools</name>
    <message>
        <source>Saved layouts (V)</source>
        <translation>已存布局（V）</translation>
    </message>
    <message>
        <source>A layout of my own…</source>
        <translation>自定义布局…</translation>
    </message>
    <message>
        <source>Layout {name}</source>
        <translation>布局 {name}</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>All panes on the whole screen; F or Esc leads back</source>
        <translation>全部画面铺满屏幕；按 F 或 Esc 返回</translation>
    </message>
</context>
<context>
    <name>WhoAnswers</name>
    <message>
        <source>In no duty grid: the nearest inspector is sent</source>
        <translation>不在责任网格内，由最近的监督员前往</translation>
    </message>
    <message>
        <source>Duty grid {grid}: {people}</source>
        <translation>责任网格 {grid}：{people}</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <source>Department: {name}, which {why}</source>
        <translation>责任部门：{name}（{why}）</translation>
    </message>
</context>
</TS>
