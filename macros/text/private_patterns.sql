{% macro _private_patterns() %}
    {#- What private values look like: {kind: pattern}. A card is also checked by Luhn's sum, and an API key may be a token without a known
        beginning (see private_values). Where a number has to stand alone, the pattern takes what is around it too.

        email: a name, @, and a domain with a dot.
        phone: international with +, and 8 to 15 digits (E.164), or as written in North America, with separators (NANP).
        card: lengths and first digits of Visa, Mastercard, American Express, Discover, JCB and Diners Club, in groups or not.
        national_id: a US social security number with separators (areas 000, 666 and 9xx, group 00 and serial 0000 are not given out), or
        a UK national insurance number.
        api_key: keys and tokens that name their maker, signed web tokens, private keys in PEM. -#}
    {%- set alone = ['(^|[^0-9A-Za-z])(', ')($|[^0-9A-Za-z])'] -%}
    {%- set group = '([ -]?[0-9]{4})' -%}
    {%- set serial = '([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)' -%}
    {%- set area = '(00[1-9]|0[1-9][0-9]|[1-57-8][0-9]{2}|6[0-57-9][0-9]|66[0-57-9])' -%}
    {%- set cards = [
        '4[0-9]{3}' ~ group ~ '{3}', '4[0-9]{12}', '4[0-9]{18}',
        '(5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)' ~ group ~ '{3}',
        '3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}',
        '(6011|65[0-9]{2}|64[4-9][0-9]|35[2-8][0-9])' ~ group ~ '{3}',
        '3(0[0-5]|[68][0-9])[0-9][ -]?[0-9]{6}[ -]?[0-9]{4}',
    ] -%}
    {%- set keys = [
        'A(KIA|SIA)[0-9A-Z]{16}', 'gh[pousr]_[0-9A-Za-z]{36}', 'github_pat_[0-9A-Za-z_]{22}', 'glpat-[0-9A-Za-z_-]{20}',
        'xox[abeoprs]-[0-9A-Za-z-]{10}', '[rs]k_(live|test)_[0-9A-Za-z]{16}', 'AIza[0-9A-Za-z_-]{35}', 'sk-[0-9A-Za-z_-]{20}',
        'npm_[0-9A-Za-z]{36}', 'hf_[0-9A-Za-z]{30}', 'SG[.][0-9A-Za-z_-]{16,}[.][0-9A-Za-z_-]{16}', 'dapi[0-9a-f]{32}',
        'eyJ[0-9A-Za-z_-]{8,}[.]eyJ[0-9A-Za-z_-]{8,}[.][0-9A-Za-z_-]*',
    ] -%}
    {{ return({
        'email': '[0-9A-Za-z._%+-]+@([0-9A-Za-z-]+[.])+[A-Za-z]{2,}',
        'phone': '(^|[^0-9A-Za-z+])([+][1-9]([ ().-]{0,2}[0-9]){7,14}|([+]?1[ .-])?([(][2-9][0-9]{2}[)] ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4})($|[^0-9A-Za-z])',
        'card': alone[0] ~ cards | join('|') ~ alone[1],
        'national_id': alone[0] ~ area ~ '(-([0-9][1-9]|[1-9]0)-| ([0-9][1-9]|[1-9]0) )' ~ serial
            ~ '|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]' ~ alone[1],
        'api_key': '(^|[^0-9A-Za-z_])(' ~ keys | join('|') ~ ')|-----BEGIN [A-Z ]*PRIVATE KEY',
    }) }}
{% endmacro %}
