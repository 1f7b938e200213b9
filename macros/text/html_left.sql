{% macro _has_html(text) -%}
    {#- Whether a text has HTML left in it: a tag that HTML knows, a comment, or an entity; null for a null. -#}
    {%- set tags = [
        'a', 'abbr', 'article', 'b', 'blockquote', 'body', 'br', 'button', 'center', 'code', 'dd', 'div', 'dl', 'dt', 'em', 'font', 'footer', 'form',
        'h[1-6]', 'head', 'header', 'hr', 'html', 'i', 'iframe', 'img', 'input', 'label', 'li', 'link', 'meta', 'nav', 'ol', 'option', 'p', 'pre', 's',
        'script', 'section', 'select', 'small', 'span', 'strike', 'strong', 'style', 'sub', 'sup', 'svg', 'table', 'tbody', 'td', 'textarea', 'tfoot',
        'th', 'thead', 'title', 'tr', 'tt', 'u', 'ul', 'video',
    ] -%}
    {%- set entities = [
        '#[0-9]{1,7}', '#x[0-9a-f]{1,6}', 'amp', 'lt', 'gt', 'quot', 'apos', 'nbsp', 'copy', 'reg', 'trade', 'hellip', '[mn]dash', '[lr][sd]quo', '[lr]aquo',
        'bull', 'middot', 'euro', 'pound', 'cent', 'yen', 'sect', 'deg', 'times', 'szlig', '[a-z](acute|grave|circ|uml|tilde|cedil|ring|slash)', 'aelig',
    ] -%}
    {%- set tag = '(' ~ tags | join('|') ~ ')' -%}
    {%- set space = '[ \t\n\r]' -%}
    {#- `<b and c>` is no tag: what follows the name is an attribute with a value, or nothing -#}
    {{ flywheel._matches(
        'lower(' ~ text ~ ')',
        '</?' ~ tag ~ space ~ '*/?>|<' ~ tag ~ space ~ '+[a-z-]+' ~ space ~ '*=|<!--|<!doctype|&(' ~ entities | join('|') ~ ');'
    ) }}
{%- endmacro %}
