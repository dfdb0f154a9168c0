"""What comes next, and who does it: the words beside each step of 查看调京进度."""

from dataclasses import dataclass

from luohu_contract.household import SettlementStatus as S
from luohu_contract.texts.kind import Text

#: The steps as the page lists them; what is not on the straight way (incomplete papers, ends) stands in the history.
PAGE = (
    S.AWARD_OPEN,
    S.TRANSFER_DATA_ENTERED,
    S.DOCUMENTS_PRINTED,
    S.PAPERS_RECEIVED,
    S.DISTRICT_REVIEWED,
    S.CITY_REVIEWED,
    S.APPROVED,
    S.LETTERS_ISSUED,
    S.MOVE_IN_PERMIT_ISSUED,
    S.MOVED_OUT,
    S.REGISTERED,
    S.PERMIT_CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Next:
    """The step that is waited for."""

    office: Text  #: who does it
    what: Text
    route: str | None  #: where it is done, under the settlement


_APPLICANT = Text("申请人", "applicant")
_WINDOW = Text("区积分落户服务窗口", "district service window")
_CENTRE = Text("市积分落户中心", "city's settlement centre")
_BUREAU = Text("市人力资源社会保障局", "HR bureau")
_HALL = Text("公安分局户政大厅", "household hall of the public security branch")
_OLD = Text("原户籍地派出所", "police station of the former place")
_NEW = Text("现户籍地派出所", "police station of the new home")
_REGISTER = Text("市公安局", "public security")

NEXT: dict[S, Next] = {
    S.AWARD_OPEN: Next(_APPLICANT, Text("录入本人及随迁子女的调京信息", "enter the transfer data"), "transfer-data"),
    S.TRANSFER_DATA_ENTERED: Next(
        _APPLICANT,
        Text("打印《积分落户申报材料清单》《积分落户申请表》", "print the list of materials and the application form"),
        "documents",
    ),
    S.DOCUMENTS_PRINTED: Next(
        _WINDOW, Text("持清单所列材料到区窗口提交", "hand the listed papers in at the district window"), "hand-in"
    ),
    S.PAPERS_INCOMPLETE: Next(
        _WINDOW, Text("补正材料后再次到区窗口提交", "complete the papers and hand them in again"), "hand-in"
    ),
    S.PAPERS_RECEIVED: Next(_WINDOW, Text("审核材料和档案", "check papers and personnel file"), "district-review"),
    S.DISTRICT_REVIEWED: Next(_CENTRE, Text("审核", "review"), "city-review"),
    S.CITY_REVIEWED: Next(_BUREAU, Text("核准", "approve"), "approval"),
    S.APPROVED: Next(_BUREAU, Text("出具落户函件", "issue the letters"), "letters"),
    S.LETTERS_ISSUED: Next(_HALL, Text("办理《准予迁入证明》", "issue the permit to move in"), "move-in-permit"),
    S.MOVE_IN_PERMIT_ISSUED: Next(
        _OLD, Text("迁出户口，办理《户口迁移证》", "move the registration out"), "transfer-certificate"
    ),
    S.MOVED_OUT: Next(_NEW, Text("办理落户", "register the household"), "registration"),
    S.REGISTERING: Next(_REGISTER, Text("登记入户", "enter the household into the register"), None),
    S.REGISTERED: Next(
        _APPLICANT, Text("注销《北京市居住证》", "have the residence permit cancelled"), "permit-cancellation"
    ),
}
