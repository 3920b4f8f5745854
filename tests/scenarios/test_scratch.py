import os
import pytest
from tests import factories
from tests.scenarios.test_dossier_to_label import *
del test_a_structure_earns_its_label
def test_part(person, site):
    org = factories.organisation(NAME)
    made = factories.dossier("admissible", org=org)
    user = with_account(factories.representative_of(made))
    dominique = person().sign_in(user.email)
    ps=[]
    def new(**k):
        p=person(**k); ps.append(p); p.context.set_default_timeout(4000); return p
    try:
        label = decide(new)
    except Exception:
        for n,p in enumerate(ps):
            print("=====", n, p.complaints); print(p.page.locator("main").inner_text()); p.page.screenshot(path=f"/tmp/scenario/p{n}.png")
        raise
    structure_acts.see_label(dominique, label)
    public_acts.find_in_register(person(), NAME, label)
    structure_acts.open_own_dossier(dominique)
