using System.Collections.Frozen;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

/// <summary>Where a customer is: country, time zone and language, each optional and each a code that exists.</summary>
public static class Locale
{
    public const int CountryLength = 2;
    public const int TimeZoneMaxLength = 64;
    public const int LanguageMaxLength = 5;

    // ISO 3166-1 alpha-2. Kept here so that it does not depend on the host's culture data.
    private static readonly FrozenSet<string> Countries = Codes("""
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI
        CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ
        GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
        LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG
        PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK
        TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """);

    // ISO 639-1.
    private static readonly FrozenSet<string> Languages = Codes("""
        aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi
        fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv
        kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm
        rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa
        wo xh yi yo za zh zu
        """);

    public static readonly Error TimeZoneUnknown =
        Error.Invalid("timezone", "timezone.unknown", "Give an IANA time zone, such as Africa/Harare.");

    public static Result<string?> Country(string? value) =>
        Optional(value, Countries.Contains, "country", "Give an ISO 3166 country code of two capital letters, such as ZW.");

    /// <summary>Has the shape of a zone's name; whether there is such a zone is in the IANA database, which is not the domain's.</summary>
    public static Result<string?> TimeZone(string? value) =>
        string.IsNullOrEmpty(value) ? (string?)null
        : value.Length <= TimeZoneMaxLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') ? value
        : TimeZoneUnknown;

    /// <summary>A language (<c>en</c>), with a country if it matters (<c>pt_BR</c>), as Odoo writes it.</summary>
    public static Result<string?> Language(string? value) =>
        Optional(value, IsLanguage, "language", "Give an ISO 639 language code such as en, or with a country such as en_GB.");

    private static Result<string?> Optional(string? value, Func<string, bool> isKnown, string field, string message) =>
        string.IsNullOrEmpty(value) ? (string?)null
        : isKnown(value) ? value
        : Error.Invalid(field, $"{field}.unknown", message);

    private static bool IsLanguage(string value) =>
        value.Length is 2 or LanguageMaxLength
        && Languages.Contains(value[..2])
        && (value.Length == 2 || (value[2] is '_' or '-' && Countries.Contains(value[3..])));

    private static FrozenSet<string> Codes(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
}
