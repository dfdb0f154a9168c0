"""Names of the departments that points of a table come from, at joint windows or elsewhere (DOMAIN 9.3, 10.3)."""

from luohu_contract.texts.kind import Text

DEPARTMENTS: dict[str, Text] = {
    "human_resources": Text("人力社保局", "human resources and social security"),
    "housing_fund": Text("公积金中心", "housing fund centre"),
    "civil_affairs": Text("民政局", "civil affairs"),
    "intellectual_property": Text("知识产权局", "intellectual property office"),
    "health": Text("卫生计生委", "health and family planning"),
    "public_security": Text("公安局", "public security"),
    "education": Text("教委", "education commission"),
    "land_and_housing": Text("国土房管局", "land and housing"),
    "local_tax": Text("地税局", "local tax bureau"),
    "talent_centre": Text("人才服务中心", "talent centre"),
    "social_insurance": Text("社保中心", "social insurance centre"),
    "tax_bureau": Text("税务局", "tax bureau"),
    "community_service": Text("社区事务受理服务中心", "community service centre"),
    "science_commission": Text("科委", "science commission"),
}


def department(slug: str) -> Text:
    """The name of a department; one that only a programme knows is called by its identifier."""
    return DEPARTMENTS.get(slug) or Text(slug, slug.replace("_", " "))
