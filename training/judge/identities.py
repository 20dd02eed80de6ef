"""Neutral and generalising statements over many groups of people, so that a group's name alone decides nothing."""

from __future__ import annotations

import random
from dataclasses import replace

from data import Example

GROUPS = (
    "women|men|girls|boys|trans people|trans women|trans men|nonbinary people|intersex people|queer people"
    "|gay people|gay men|lesbians|bisexual people|asexual people|LGBTQ people|same-sex couples|single mothers"
    "|single fathers|fathers|mothers|parents|grandparents|carers|Black people|Black women|Black men|white people"
    "|Asian Americans|South Asian women|Chinese people|Japanese people|Koreans|Vietnamese families|Indians|Pakistanis"
    "|Bangladeshis|Arabs|Turks|Kurds|Iranians|Somalis|Nigerians|Ethiopians|Africans|African Americans|Caribbean people"
    "|Latinos|Latinas|Latino workers|Mexicans|Brazilians|Filipinos|Poles|Romanians|Ukrainians|Russians|Germans"
    "|French people|Italians|Spaniards|Irish people|Scots|Americans|Canadians|Australians|Indigenous people"
    "|Native Americans|Aboriginal people|Māori|Roma|Travellers|mixed-race people|Jews|Jewish people|Muslims"
    "|Muslim women|Christians|Catholics|Evangelicals|Hindus|Sikhs|Buddhists|atheists|immigrants|migrants|refugees"
    "|asylum seekers|undocumented people|foreign students|disabled people|people with disabilities|wheelchair users"
    "|blind people|Deaf people|hard-of-hearing people|autistic people|people with ADHD|dyslexic people"
    "|people with learning disabilities|people with Down syndrome|people with dementia|people with epilepsy"
    "|people with depression|people with schizophrenia|people with bipolar disorder|people with HIV"
    "|people with chronic pain|people in recovery|people who use drugs|older people|older workers|young people"
    "|teenagers|children|pensioners|poor people|low-income families|homeless people|people on benefits"
    "|working-class people|rural people|farmers|sex workers|ex-offenders|people in prison|fat people|tall people"
).split("|")

NEUTRAL = (
    "{X} are welcome here.|We interviewed twelve {x} for this report.|{X} in engineering|Support for {x}"
    "|Four {x} joined the choir last spring.|I work with {x} every day and I enjoy it.|My neighbours are {x}."
    "|The survey reached 340 {x} in two counties.|{X}, families and friends are all invited.|A guide for {x}"
    "|Some {x} told us that the form was hard to find.|{X} make up 14 % of our members.|How many {x} use the service?"
    "|The grant funds a café run by {x}.|We asked {x} what they need, and they told us.|Many {x} here speak two languages."
    "|{X} are people like everyone else.|{X} have the same rights as anyone.|The law protects {x} from discrimination."
    "|Rights of {x}: what the act says|Let us know if there are {x} in your group who need the ramp."
    "|In 2019 the city had about 3,000 {x}.|The exhibition shows letters written by {x}.|We are proud of the {x} on our team."
    "|Several {x} sit on the advisory board.|Happy to see so many {x} at the meetup!|{X} and their allies marched on Saturday."
    "|Two {x} won prizes this year.|Scholarships for {x}|The article quotes three {x} by name.|{X} can book a place by phone."
    "|Are {x} eligible for this leave?|The network for {x} meets on the first Monday.|A history of {x} in our town"
    "|Our {x} group meets online.|This page is for {x} and anyone who supports them.|{X}|For {x}|{X} (optional)"
    "|Not all {x} want the same thing.|Don't assume that {x} all think alike.|{X} differ from each other as much as anyone does."
    "|Barriers that {x} face at work|Attacks on {x} rose by a fifth last year, the ministry reports."
    "|The clinic trains staff to listen to {x}.|We are {x}, and we wrote this guide ourselves.|As {x}, we know this area well."
    "|Among respondents, 62 % of {x} said they had a mentor.|She photographs {x} at home.|He taught {x} for ten years."
    "|The company apologised to the {x} it had turned away.|{X} were among the founders of the union."
    "|Thank you to the {x} who shared their stories.|The film follows three {x} through one summer."
    "|Please contact the {x} network for advice.|A room is kept for {x} who want quiet.|{X} served on the jury."
).split("|")

GENERAL = (
    "{X} are lazy.|{X} are all the same.|{X} can't be trusted with money.|Everyone knows that {x} are bad drivers."
    "|{X} don't want to work.|{X} are naturally caring.|{X} are too emotional to lead.|Be careful around {x}; they are violent."
    "|{X} just want attention.|{X} always complain.|{X} never arrive on time.|{X} are good at maths, it is in their blood."
    "|We should not hire {x}, they never stay.|{X} are a burden on the rest of us.|{X} are not like us."
    "|Surprisingly, {x} can do this job as well.|Even {x} can use this app.|{X} are so inspiring just for getting out of bed."
    "|Keep {x} away from the children.|{X} are ruining this neighbourhood.|{X} are sly and greedy.|{X} make better cleaners."
    "|You know how {x} are.|Typical {x}, loud and rude.|{X} struggle with anything technical.|{X} are stuck in their ways."
    "|{X} breed faster than they can feed themselves.|{X} only care about themselves.|{X} need to be told what to do."
    "|What do you expect from {x}?|{X} are dirty.|{X} are by nature obedient, so we give them the routine work."
    "|{X} are all rich.|{X} have no sense of humour.|{X} are promiscuous.|{X} are dangerous.|{X} are like children."
    "|{X} belong at home.|{X} are confused about what they are.|Real people don't act like {x}.|{X} don't belong here."
).split("|")


def statement(rng: random.Random, number: int) -> Example:
    """One statement: two in three neutral, the rest generalising."""
    label = float(rng.random() < 0.34)
    frame = rng.choice(GENERAL if label else NEUTRAL)
    group = rng.choice(GROUPS)
    text = frame.replace("{X}", group[:1].upper() + group[1:]).replace("{x}", group)
    start = text.lower().index(group.lower())
    return Example(
        id=f"made-{number}",
        text=text,
        start=start,
        end=start + len(group),
        label=label,
        group=f"made-{group}",
        category="made",
        phenomenon="made",
        source="made",
        document=group,
    )


def statements(count: int, rng: random.Random) -> list[Example]:
    return [statement(rng, number) for number in range(count)]


def swapped(example: Example, rng: random.Random) -> Example:
    """An identity text with another group in its place, where the group opens or stands in the text as a plural."""
    group = rng.choice(GROUPS)
    if example.start == 0:
        group = group[:1].upper() + group[1:]
    text = example.text[: example.start] + group + example.text[example.end :]
    return replace(example, text=text, end=example.start + len(group))
