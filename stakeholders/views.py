from django.shortcuts import render

from integration_programme.access import public, signed_in


@public
def front(request):
    return render(request, "stakeholders/front.html")


@public
def explainer(request):
    return render(request, "stakeholders/explainer.html")


@public
def organisations(request):
    return render(request, "stakeholders/organisations.html")


@signed_in
def people(request):
    return render(request, "stakeholders/people.html")


@signed_in
def groups(request):
    return render(request, "stakeholders/groups.html")


@public
def request_access(request):
    return render(request, "stakeholders/request_access.html")
