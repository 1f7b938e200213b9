{% macro _user_ref(model) %}
    {#- A model that the user named in a var: one of the root project, or `package.model`. dbt warns of a package that reaches
        a model of the root project without saying so. -#}
    {{ return(ref(*model.split('.')) if '.' in model else ref(project_name, model)) }}
{% endmacro %}
