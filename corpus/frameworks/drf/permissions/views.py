"""Lists of permissions: combined, named once, and chosen by a method."""

from rest_framework import generics, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission, IsAdminUser, IsAuthenticated
from rest_framework.response import Response

from prelude import Invoice, Member


class HasRole(BasePermission):
    role = ""

    def has_permission(self, request, view):
        if request.user.is_superuser:
            return True
        return Member.objects.filter(user=request.user, organization=view.kwargs["organization_id"], role__name=self.role).exists()


class IsManager(HasRole):
    role = "manager"


class IsClerk(HasRole):
    role = "clerk"


class IsOpen(BasePermission):
    def has_permission(self, request, view):
        return request.method in SAFE_METHODS


class IsOurs(BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.organization_id == request.user.organization_id


class IsLoose(BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.number != request.data["number"]


IsMember = IsManager | IsClerk


class One(generics.ListAPIView):
    permission_classes = [IsAuthenticated, IsManager]

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.kwargs["organization_id"])  #~ verdict scoped


class Both(generics.ListAPIView):
    permission_classes = [IsAuthenticated & IsManager]

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.kwargs["organization_id"])  #~ verdict scoped


class Either(generics.ListAPIView):
    permission_classes = [IsAuthenticated & (IsManager | IsClerk)]

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.kwargs["organization_id"])  #~ verdict scoped


class Named(generics.ListAPIView):
    permission_classes = [IsAuthenticated & IsMember]

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.kwargs["organization_id"])  #~ verdict scoped


class Open(generics.ListAPIView):
    permission_classes = [IsMember | IsOpen]

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.kwargs["organization_id"])  #~ tenant-from-request


class ByOperators(generics.ListAPIView):
    permission_classes = [IsAdminUser]

    def get_queryset(self):
        return Invoice.objects.filter(number=self.request.GET["number"])  #~ verdict guarded


class OperatorsOrAnybody(generics.ListAPIView):
    permission_classes = [IsAdminUser | IsAuthenticated]

    def get_queryset(self):
        return Invoice.objects.filter(number=self.request.GET["number"])  #~ unscoped-lookup


class OperatorsOrMembers(generics.ListAPIView):
    permission_classes = [IsAdminUser | IsMember]

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.kwargs["organization_id"])  #~ verdict scoped


class Child(generics.RetrieveAPIView):
    permission_classes = [IsAuthenticated & (IsAdminUser | IsMember)]
    queryset = Invoice.objects.all()  #~ untied-child


class Ours(generics.RetrieveAPIView):
    permission_classes = [IsAuthenticated, IsOurs]
    queryset = Invoice.objects.all()  #~ verdict guarded


class Loose(generics.RetrieveAPIView):
    permission_classes = [IsAuthenticated, IsLoose]
    queryset = Invoice.objects.all()  #~ unscoped-lookup


class OursAsked(generics.GenericAPIView):
    permission_classes = [IsAuthenticated, IsOurs]
    queryset = Invoice.objects.all()

    def post(self, request, pk):
        invoice = self.get_object()  #~ verdict guarded
        return Response({"number": invoice.number})


class OursByHand(generics.GenericAPIView):
    permission_classes = [IsAuthenticated, IsOurs]

    def post(self, request, pk):
        invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
        self.check_object_permissions(request, invoice)
        return Response({"number": invoice.number})


class Chosen(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]

    def get_permissions(self):
        if self.action in ("list", "export"):
            return [IsAuthenticated(), IsManager()]
        if self.action == "create":
            permission_classes = [IsAuthenticated]
        else:
            permission_classes = [IsAuthenticated, IsMember]
        return [permission() for permission in permission_classes]

    def list(self, request, organization_id):
        rows = Invoice.objects.filter(organization=organization_id)  #~ verdict scoped
        return Response([row.number for row in rows])

    def create(self, request, organization_id):
        rows = Invoice.objects.filter(organization=organization_id)  #~ tenant-from-request
        return Response([row.number for row in rows])

    @action(detail=False)
    def export(self, request, organization_id):
        rows = Invoice.objects.filter(organization=organization_id)  #~ verdict scoped
        return Response([row.number for row in rows])

    @action(detail=False)
    def summary(self, request, organization_id):
        rows = Invoice.objects.filter(organization=organization_id)  #~ verdict scoped
        return Response([row.number for row in rows])


class ChosenByVerb(generics.GenericAPIView):
    def get_permissions(self):
        if self.request.method == "GET":
            self.permission_classes = [AllowAny]
        else:
            self.permission_classes = [IsAuthenticated & IsMember]
        return super().get_permissions()

    def post(self, request, organization_id):
        rows = Invoice.objects.filter(organization=organization_id)  #~ verdict scoped
        return Response([row.number for row in rows])


class ChosenByChance(generics.ListAPIView):
    permission_classes = [IsAuthenticated]

    def get_permissions(self):
        if self.request.user.is_cool:
            return [IsAuthenticated()]
        return [IsManager()]

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.kwargs["organization_id"])  #~ tenant-from-request


class ChosenEitherWay(generics.ListAPIView):
    permission_classes = [IsAuthenticated]

    def get_permissions(self):
        if self.request.user.is_cool:
            return [IsClerk()]
        return super().get_permissions() + [IsManager()]

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.kwargs["organization_id"])  #~ verdict scoped


class NarrowedLater(generics.ListAPIView):
    permission_classes = [IsAuthenticated & IsManager]
    queryset = Invoice.objects.all()  #~ verdict scoped

    def filter_queryset(self, queryset):
        queryset = queryset.filter(organization=self.kwargs["organization_id"])
        return super().filter_queryset(queryset)


class ByAction(BasePermission):
    def has_permission(self, request, view):
        if view.action in ("list", "create"):
            return Member.objects.filter(user=request.user, organization=view.kwargs["organization_id"]).exists()
        return view.detail

    def has_object_permission(self, request, view, obj):
        return obj.organization_id == request.user.organization_id


class Split(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated, ByAction]
    queryset = Invoice.objects.all()  #~ verdict guarded

    def list(self, request, organization_id):
        rows = Invoice.objects.filter(organization=organization_id)  #~ verdict scoped
        return Response([row.number for row in rows])

    @action(detail=True)
    def archive(self, request, organization_id, pk):
        invoice = self.get_object()  #~ verdict guarded
        return Response(invoice.number)

    @action(detail=True)
    def copy(self, request, organization_id, pk):
        invoice = Invoice.objects.get(organization=organization_id, pk=pk)  #~ tenant-from-request
        return Response(invoice.number)


class Neither(BasePermission):
    def has_permission(self, request, view):
        if view.action == "list":
            return Member.objects.filter(user=request.user, organization=view.kwargs["organization_id"]).exists()
        return True


class Unasked(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated, Neither]

    def list(self, request, organization_id):
        rows = Invoice.objects.filter(organization=organization_id)  #~ verdict scoped
        return Response([row.number for row in rows])

    def retrieve(self, request, organization_id, pk):
        invoice = Invoice.objects.get(organization=organization_id, pk=pk)  #~ tenant-from-request
        return Response(invoice.number)


class Unlooked(generics.GenericAPIView):
    permission_classes = [IsAuthenticated, IsManager]

    def post(self, request, organization_id, pk):
        invoice = Invoice.objects.get(pk=pk)  #~ untied-child
        self.check_object_permissions(request, invoice)
        return Response({"number": invoice.number})


class Written(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]
    queryset = Invoice.objects.all()  #~ unscoped-lookup

    def list(self, request):
        return Response([row.number for row in self.filter_queryset(self.get_queryset())])  #~ unscoped-list


class WrittenAndScoped(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.request.user.organization)  #~ verdict scoped

    def list(self, request):
        return Response([row.number for row in self.filter_queryset(self.get_queryset())])  #~ verdict scoped


class LooksAtOne(BasePermission):
    """It reads what the request names to decide, and hands nothing of it on."""

    def has_permission(self, request, view):
        if request.method != "POST":
            return True
        allowed = True
        number = request.data.get("invoice")
        if number:
            invoice = Invoice.objects.get(number=number)  #~ verdict guarded
            allowed = allowed and invoice.organization_id == request.user.organization_id
        return allowed


class Told(generics.GenericAPIView):
    permission_classes = [LooksAtOne]

    def post(self, request):
        rows = Invoice.objects.filter(organization=request.user.organization)  #~ verdict scoped
        return Response([row.number for row in rows])
