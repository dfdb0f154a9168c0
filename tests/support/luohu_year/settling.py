"""The counters after the award, one after the other, as an awardee goes from one to the next (handbook 五)."""

from dataclasses import dataclass
from typing import Any

from luohu_year.town import Caller, Json, Resident, Town

PASSED = {"decision": "pass"}
PROXY = {"name": "赵敏", "id_number": "990108198811300149"}


def home(certificate_format: str, number: str, district: str) -> Json:
    """自有住房 of the applicant."""
    place = {"address": f"{district}落户路1号", "district": district, "police_station": "落户路派出所"}
    title = {"certificate_format": certificate_format, "certificate_number": number}
    return {"kind": "own_home", "owner": "self", **title, **place}


def collective(employer: str, district: str) -> Json:
    """单位集体户."""
    place = {"address": f"{district}落户大厦2号", "district": district, "police_station": "落户大厦派出所"}
    return {"kind": "employer_collective", "employer_name": employer, "no_home_in_city": True, **place}


def transfer_data(destination: Json, **fields: Any) -> Json:
    """录入调京信息: unmarried, alone, with a file at home."""
    file = {"kind": "held", "holder": "落户市人才服务中心", "holder_address": "落户市新街1号"}
    household = {"address": "落户省落户市旧街9号", "police_station": "落户市旧街派出所"}
    return {
        "household": household,
        "marital_status": "unmarried",
        "destination": destination,
        "personnel_file": file,
        "children": [],
        **fields,
    }


@dataclass
class Way:
    """One awardee and the offices."""

    town: Town
    resident: Resident
    data: Json
    proxy: Json | None = None

    @property
    def path(self) -> str:
        return f"{self.resident.path}/settlement"

    @property
    def me(self) -> Caller:
        return self.resident.caller

    @property
    def window(self) -> Caller:
        return self.town.staff("window")

    @property
    def bureau(self) -> Caller:
        return self.town.staff("administrator")

    @property
    def police(self) -> Caller:
        return self.town.staff("operator:public-security")

    def print(self) -> None:
        """Data entered, papers printed."""
        self.me("PUT", f"{self.path}/transfer-data", json=self.data)
        printed = self.me("POST", f"{self.path}/documents")["items"]
        assert {each["kind"] for each in printed} == {"materials_list", "application_form"}

    def hand_in(self, leave_out: str | None = None) -> Json:
        """提交材料, without one paper where it is said."""
        papers = {need: paper for need, paper in self.papers("district").items() if need != leave_out}
        return self._step(self.window, "hand-in", papers=papers)

    def send_back(self) -> None:
        """The district is not content with a paper."""
        back = {"decision": "send_back", "opinion": "户口簿复印件不清晰", "missing": ["household_register"]}
        assert self._step(self.window, "district-review", plain=back)["status"] == "papers_incomplete"

    def review(self) -> None:
        """Three offices pass it, and the letters are issued."""
        self._step(self.window, "district-review", plain={**PASSED, "file_checked": True})
        self._step(self.bureau, "city-review", plain=PASSED)
        self._step(self.bureau, "approval", plain=PASSED)
        self.letters()

    def letters(self) -> None:
        """《调动介绍信》 and the others, for the first time or anew."""
        assert self._step(self.bureau, "letters", plain=None)["status"] == "letters_issued"

    def move(self) -> None:
        """The hall permits, the old station lets go, the new one registers."""
        self._step(self.police, "move-in-permit", papers=self.papers("hall"))
        number = f"落迁990000{self.town.residents.index(self.resident):02d}"
        self._step(
            self.police,
            "transfer-certificate",
            papers=self.papers("old_station"),
            certificate_number=number,
            reason="points_settlement",
        )
        self._step(self.police, "registration", 202, papers=self.papers("new_station"), spouse_present=True)
        seen = self.me("GET", self.path, headers={"Prefer": "wait=20"})
        assert (seen["status"], seen["label"]) == ("registered", "已落户"), seen["history"][-1]

    def afterwards(self, holder: str | None) -> None:
        """The residence permit is cancelled, and the file comes along where there is one."""
        self._step(self.me, "permit-cancellation", plain=None)
        if holder:
            ended = self._step(self.me, "file-transfer", plain={"holder": holder})
            assert ended["file"]["status"] in ("transferred", "kept_in_beijing")

    def all_the_way(self, holder: str | None = "朝阳区人才服务中心") -> None:
        """From the award to the register and beyond, nothing going wrong."""
        self.print()
        assert self.hand_in()["status"] == "papers_received"
        self.review()
        self.move()
        self.afterwards(holder)

    def papers(self, counter: str) -> dict[str, str]:
        """Everything that a counter wants, each by the first document that serves."""
        params = {"counter": counter, "by_proxy": "true" if self.proxy else "false"}
        needs = self.window("GET", f"{self.path}/papers", params=params)["items"]
        return {need["need"]: need["accepts"][0] for need in needs}

    def _step(self, who: Caller, name: str, status: int = 200, plain: Any = ..., **counter: Any) -> Json:
        body = {**counter, **({"proxy": self.proxy} if self.proxy else {})} if plain is ... else plain
        done: Json = who("POST", f"{self.path}/{name}", status, json=body)
        return done
