"""Small raw tables, one or two rows each, as somebody would send them."""

from directory.tables.memberships import COLUMNS

TABLES = {
    "SOURCES.md": "# Sources (built 2026-11-21)\n",
    "conflicts.csv": (
        "file,key,existing,found,source,note\n"
        "tip_tiers.csv,CHN 2016,2,2WL,https://example.org/list (2017),on the Watch List before\n"
        'tip_tiers.csv,2016 whole year,37,44,https://example.org,"suspects = 2WL in 2015 and 2 in'
        ' 2016: BFA CHN"\n'
        "hotlines.csv,MYS 03-8000 8000,no hours,07:30-21:00 daily,https://example.org,recorded\n"
    ),
    "tip_tiers.csv": (
        "iso3,year,tier,source,confidence,corroborated_by\n"
        "ALB,2016,2,Kelley/Simmons panel in github someone/panel (475c15b),high,\n"
        "BFA,2016,2,Kelley/Simmons panel in github someone/panel (475c15b),high,\n"
        "CHN,2016,2,Kelley/Simmons panel in github someone/panel (475c15b),high,\n"
        "NER,2016,3,Kelley/Simmons panel in github someone/panel (475c15b),low (sources disagree),\n"
    ),
    "tip_tiers_more.csv": (
        "iso3,year,tier,source,confidence\nCHN,2017,3,https://example.org/2017,high\n"
    ),
    "treaties.csv": (
        "iso3,treaty,treaty_title,status,signature_date,date,entry_into_force,date_note,source,as_of,"
        "confidence\n"
        "AUT,CETS197,Convention,ratification,,2006-10-12,,,coe.int/flags,2024-09,high\n"
        "DEU,CETS197,Convention,ratification,,,,ratification date not found in a stored source,"
        "coe.int/page,2024-09,medium\n"
        "KOR,PALERMO,Protocol,signature,2000-12-13,,,,UNTC scrape (commit 2015-03-14),2014,high\n"
        "MAR,P029,Protocol of 2014,not a party (2022),,,,date not found,Walk Free GSI 2023 government"
        " response data indicator M2132,2022,medium\n"
    ),
    "treaty_dates_cets197.csv": (
        "iso3,signature_date,ratification_date,entry_into_force,source,confidence,note\n"
        "DEU,,2012-12-19,2013-04-01,https://example.org/declarations,high,deposit\n"
    ),
    "treaty_dates_p029.csv": (
        "iso3,ratification_date,date_precision,not_before,not_after,entry_into_force,"
        "ratification_order,source,confidence,note\n"
        "NER,,,,2015-11-09,2016-11-09,1,https://example.org/protocol,high,first; day not seen\n"
    ),
    "treaty_dates_palermo.csv": (
        "iso3,status,date,date_precision,source,confidence,note\n"
        "KOR,ratification,2015-11-05,day,https://example.org/korea,high,\n"
    ),
    "victims_detected.csv": (
        "iso3,year,indicator,dimension,category,category_iso3,sex,age,value,value_text\n"
        "ALB,2023,victims_detected,total,Total,,total,all,9,\n"
        "ALB,2023,victims_detected,total,Total,,female,adult,,<5\n"
        "ALB,2023,victims_detected,form,Other forms of exploitation,,total,all,3,\n"
        "ALB,2023,victims_detected,form,Other forms of exploitation,,total,all,4,\n"
        "ALB,2023,victims_detected,citizenship,Own country nationals,,total,all,5,\n"
        "ALB,2023,victims_detected,citizenship,Morocco,MAR,total,all,,<5\n"
        "ALB,2023,convicted,total,Total,,total,all,7,\n"
        "ALB,2022,victims_detected,form,Other forms of exploitation,,total,all,3,\n"
        "ALB,2022,victims_detected,form,Other forms of exploitation,,total,all,,<5\n"
        "ALB,2022,victims_detected,total,Total,,female,all,6,\n"
        "ALB,2022,victims_detected,total,Total,,male,all,2,\n"
    ),
    "trafficking_flows_ctdc.csv": (
        "origin_iso3,destination_iso3,victims,labour,sexual,children,internal,source\n"
        "ALB,ITA,50,1,49,3,0,CTDC\n"
        "ALB,GRC,49,1,48,3,0,CTDC\n"
    ),
    "profile_facts.csv": (
        "iso2,topic,value,unit,detail,source_title,source_publisher,source_url,source_date,confidence\n"
        "AL,role,origin; possible transit,,,Report,GRETA,https://example.org/al,2023,high\n"
        'AL,routes,"to Niger; Nigeria; GN",,,Report,GRETA,https://example.org/al,after 2019,high\n'
        "AL,reflection_days,90,days,By law,Report,GRETA,https://example.org/al,undated,high\n"
        "AL,nrm,no national one,,,Report,GRETA,https://example.org/al,before 2013,medium\n"
        "AL,victims_year,112,people,2022: all of them,Report,GRETA,https://example.org/al,2023,high\n"
        "AL,hotline,0800 111 222; 24/7,,Child helpline; free,Report,GRETA,,2023,medium\n"
        "AL,hotline,number not found,,A line exists,Report,GRETA,,2023,medium\n"
    ),
    "reflection_periods.csv": "iso3,days,source,as_of\nBEL,45,COM(2014)635 fn 31,2014\n",
    "hotlines.csv": (
        "iso3,name,phone_local,phone_international,hours,kind,source,as_of,verify_status,note\n"
        "ALB,Line 116 006,116 006,,24/7,trafficking,example.org,2025,official-or-operator,free\n"
        "MYS,Ministry,03-8000 8000,,,trafficking,example.org,2021,secondary,\n"
        "NGA,NAPTIP,627; 07030000203,,,trafficking,example.org,2010,old,\n"
    ),
    "hotlines_more.csv": (
        "iso3,name,phone_local,phone_international,hours,kind,source,as_of,verify_status,note\n"
        "ALB,Another name,116006,+355 4 116006,,trafficking,example.org,2012,old,\n"
    ),
    "coordination_bodies.csv": (
        "iso3,role,name,source,as_of\n"
        "ALB,coordinator,Office of the National Coordinator,example.org,see source\n"
        "GRC,coordinator = rapporteur,(name not given in the source),example.org,see source\n"
    ),
    "emergency_numbers.csv": (
        "iso3,emergency_all,police,ambulance,fire,notes\n"
        "ALB,112 127 129,129,127,129,\n"
        "UKR,101 102 112,117,112,118,\n"
        "USA,112 911,911,911,911,\n"
    ),
    "missions.csv": (
        "sending_iso3,sending,host_iso3,host,type,city,address,latitude,longitude,phone,email,website,"
        "accredited_to,created,wikidata_qid\n"
        ",Quebec,BEL,Belgium,Quebec Government Office,,,,,,,https://example.org,,,Q1\n"
        "ALB,Albania,ITA,Italy,Embassy of Albania,Rome,,41.9,12.5,+39 06 1234,a@example.org,"
        "javascript:alert(1),,,Q2\n"
        "ITA,Italy,ALB,Albania,embassy,Tirana,,,,,,http://example.org/a\u202eb,,,Q3\n"
        "ITA,Italy,ITA,Italy,embassy,Paris,,,,,,,,,Q4\n"
    ),
}
MEMBERSHIPS = list(COLUMNS.values())
TABLES["countries.csv"] = (
    f"iso3,{','.join(MEMBERSHIPS)},membership_as_of,official_name_en,p3_overall\n"
    f"ALB,{','.join('1' if name in ('coe', 'icc_rome_statute') else '0' for name in MEMBERSHIPS)},"
    "2026-05,Republic of Albania,15\n"
)


def write_raw_tables(folder, **changed):
    """`changed`: other bytes or text for a table, by its name without the ending."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        text = changed.get(name.partition(".")[0], text)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
