{% macro _has_encoding_damage(text) -%}
    {#- Whether a text shows that its bytes were read in the wrong encoding, or in none; null for a null:

        - the replacement character, the one for what could not be read;
        - a control character of Latin-1 (U+0080 to U+009F), which nobody types;
        - UTF-8 read as Latin-1 or Windows-1252: the first of two bytes (Â, Ã) before what the second becomes, save quotes and dashes, which
          may come after a word in capitals; the beginning of a typographic sign (â€) or of a byte-order mark (ï»¿). -#}
    {%- set second = '\u00a0-\u00ba\u00bc-\u00bf\u20ac\u201a\u0192\u201e\u2020-\u2022\u02c6\u2030\u0160\u2039\u0152\u017d\u02dc\u2122\u0161\u203a\u0153\u017e\u0178' -%}
    {{ flywheel._matches(text, '[\ufffd\u0080-\u009f]|[\u00c2\u00c3][' ~ second ~ ']|\u00e2\u20ac|\u00ef\u00bb\u00bf') }}
{%- endmacro %}
