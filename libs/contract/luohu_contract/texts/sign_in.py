"""Words of the sign-in pages (统一身份认证, 北京通). They are the project's, in the manner of the official pages."""

from luohu_contract.texts.kind import Text

SIGN_IN: dict[str, Text] = {
    "title": Text("统一身份认证", "Unified sign-in"),
    "lead": Text("登录后进入：{front_end}", "Sign in to go on to: {front_end}"),
    "pages": Text("积分落户", "Points-based household registration"),
    "account": Text("账号", "Account"),
    "account_hint": Text(
        "个人填写身份证号码；单位填写统一社会信用代码；工作人员填写账号，例如 operator:tax。",
        "People: the number of your identity document. Employers: the unified social credit code. Staff: the account,"
        " such as operator:tax.",
    ),
    "code": Text("手机验证码", "Code from the short message"),
    "code_hint": Text("6位数字，5分钟内有效。", "6 digits, good for 5 minutes."),
    "send": Text("获取验证码", "Send me a code"),
    "send_again": Text("重新获取验证码", "Send another code"),
    "sign_in": Text("登录", "Sign in"),
    "sent": Text(
        "如该账号已登记，验证码已发送至其登记的手机。",
        "If the account is registered, a code was sent to its mobile telephone.",
    ),
    "sandbox": Text("这是沙箱，短信不会到达手机。", "This is a sandbox: no message reaches a telephone."),
    "sandbox_link": Text("在此查看验证码", "Read the code here"),
    "other_language": Text("English", "中文"),
    "error": Text("错误", "Error"),
    "account_invalid": Text("账号有误，请核对后重新填写。", "This can be no account: check it and type it once more."),
    "account_unknown": Text("此沙箱世界中没有该账号。", "Nobody of this world of the sandbox has this account."),
    "code_malformed": Text("请填写短信中的6位数字。", "Type the 6 digits of the message."),
    "code_wrong": Text("验证码错误，还可尝试{left}次。", "This is not the code. Tries left: {left}."),
    "code_over": Text("验证码已失效，请重新获取。", "The code is not good any more: have another one sent."),
    "too_many": Text("获取验证码过于频繁，请稍后再试。", "Too many codes were asked for. Try again in a while."),
    "form_expired": Text(
        "页面已失效，请重新填写。如仍不能登录，请允许浏览器使用Cookie。",
        "This page was not good any more: begin again. If that does not help, let your browser keep cookies.",
    ),
    "refused_title": Text("无法登录", "No sign-in from here"),
    "refused": Text(
        "要求登录的应用未在本市登记，或其返回地址与登记的不一致。为了您的安全，不会跳转。",
        "The application that asks you to sign in is not registered in this city, or wants you sent to an address that"
        " it did not register. To keep you safe, you are not sent there.",
    ),
    "signed_out_title": Text("已退出", "Signed out"),
    "signed_out": Text("您已退出登录，可以关闭此页面。", "You are signed out, and can close this page."),
}
