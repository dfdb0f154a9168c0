import asyncio, sys, time, os
import pytest
from luohu_contract.directory import SERVICES
from luohu_hostile.badges import Badges
from luohu_hostile.ground import known, lived_in
from luohu_hostile.hunt import Hunt, Size
from luohu_testbed.doors import served
NAMES=os.environ["NAMES"].split(",")
SZ=eval(os.environ["SZ"])
async def test_x(city, world):
    t=time.time()
    asks = await lived_in(city, world)
    print("lived in", time.time()-t)
    for name in NAMES:
        async with served(city.apps[name], running=True) as url:
            t=time.time()
            k=await known(city,asks,name)
            print({a:len(b) for a,b in k.items()})
            h=Hunt(f"{url}/openapi.json", url, await Badges.made(city,name,world), {"Luohu-World":world}, Size(*SZ), int(os.environ.get("SEED","1")), k, os.environ.get("OUT",""))
            found=await asyncio.to_thread(h.run)
            print(f"=== {name} {time.time()-t:.1f}s requests {sum(h.asked.values())} ops {len(h.asked)} taken {len(h.taken)} found {len(found)}")
            print("not taken:", sorted(set(h.asked)-h.taken))
            for f in found: print("* "+f[:1500])
            sys.stdout.flush()
