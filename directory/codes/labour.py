"""
Branches of work: sections of ISIC Rev. 4, with the codes of HTCDS 2.0.

Source: Human Trafficking Case Data Standard 2.0, International Organization for Migration,
24 December 2021, licence CC BY 4.0; the labels are ours.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LabourIndustry(models.TextChoices):
    A = "A_AgricultureForestryAndFishing", _("Agriculture, forestry and fishing")
    B = "B_MiningAndQuarrying", _("Mines and quarries")
    C = "C_Manufacturing", _("Manufacturing")
    D = "D_ElectricityGasSteamAndAirConditioningSupply", _("Electricity, gas and steam")
    E = "E_WaterSupplySewerageWasteManagement", _("Water, sewage and waste")
    F = "F_Construction", _("Construction")
    G = "G_WholesaleAndRetailTradeRepairOfMotorVehicles", _("Trade and repair of vehicles")
    H = "H_TransportationAndStorage", _("Transport and storage")
    I = "I_AccommodationAndFoodServiceActivities", _("Hotels, bars and restaurants")  # noqa: E741 - the section is called I
    J = "J_InformationAndCommunication", _("Information and communication")
    K = "K_FinancialAndInsuranceActivities", _("Finance and insurance")
    L = "L_RealEstateActivities", _("Real estate")
    M = "M_ProfessionalScientificAndTechnicalActivities", _("Professional and technical services")
    N = "N_AdministrativeAndSupportServiceActivities", _("Cleaning, security and other support")
    O = "O_PublicAdministrationAndDefence", _("Public administration and defence")  # noqa: E741 - the section is called O
    P = "P_Education", _("Education")
    Q = "Q_HumanHealthAndSocialWorkActivities", _("Health, care and social work")
    R = "R_ArtsEntertainmentAndRecreation", _("Arts, entertainment and sport")
    S = "S_OtherServiceActivities", _("Other services")
    T = "T_ActivitiesOfHouseholdsAsEmployers", _("Work in private households")
    U = "U_ActivitiesOfExtraterritorialOrganizations", _("Embassies and international bodies")
