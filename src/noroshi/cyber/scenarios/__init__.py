"""Made traffic with known truth: a scenario as data, actors who send packets, and a writer.

scenario("demo", seed=7) -> Scenario -> generate(...) -> a capture and its Truth
"""

from noroshi.cyber.scenarios.named.demo import demo
from noroshi.cyber.scenarios.scenario import Scenario


def scenario(name: str, **sizes: int) -> Scenario:
    return {"demo": demo}[name](**sizes)
