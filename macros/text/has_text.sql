{% macro _has_text(text) -%}
    {#- Whether a text has anything but white space in it, that of Unicode and marks without width included; null for a null. -#}
    {{ flywheel._matches(text, '[^\x01-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]') }}
{%- endmacro %}
