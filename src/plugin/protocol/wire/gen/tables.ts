// Generated from the .proto files by `npm run generate`. Do not edit.

/** How a field's content is encoded: the varints `bool`, `int` and `long`, and content that its length precedes. */
export type FieldKind = "bool" | "int" | "long" | "string" | "bytes" | "message";

/** `field` is left out when it has its default value, `optional` when it is not set. */
export type FieldLabel = "field" | "optional" | "repeated" | "map" | "oneof";

/** Number, name, kind, label, and the message type or the oneof of a field. */
export type FieldRow = readonly [
  number: number,
  name: string,
  kind: FieldKind,
  label: FieldLabel,
  message?: string,
  oneof?: string,
];

/** A call's request and response, by the messages' names, and whether it is a stream. */
export type Method = readonly [name: string, input: string, output: string, stream: boolean];

export const MESSAGES: Readonly<Record<string, readonly FieldRow[]>> = {
  "tfplugin6.DynamicValue": [
    [1,"msgpack","bytes","field"],
    [2,"json","bytes","field"],
  ],
  "tfplugin6.RawState": [
    [1,"json","bytes","field"],
    [2,"flatmap","string","map"],
  ],
  "tfplugin6.AttributePath": [
    [1,"steps","message","repeated","tfplugin6.AttributePath.Step"],
  ],
  "tfplugin6.AttributePath.Step": [
    [1,"attributeName","string","oneof","","selector"],
    [2,"elementKeyString","string","oneof","","selector"],
    [3,"elementKeyInt","long","oneof","","selector"],
  ],
  "tfplugin6.Diagnostic": [
    [1,"severity","int","field"],
    [2,"summary","string","field"],
    [3,"detail","string","field"],
    [4,"attribute","message","field","tfplugin6.AttributePath"],
  ],
  "tfplugin6.Schema": [
    [1,"version","long","field"],
    [2,"block","message","field","tfplugin6.Schema.Block"],
  ],
  "tfplugin6.Schema.Block": [
    [1,"version","long","field"],
    [2,"attributes","message","repeated","tfplugin6.Schema.Attribute"],
    [3,"blockTypes","message","repeated","tfplugin6.Schema.NestedBlock"],
    [4,"description","string","field"],
    [5,"descriptionKind","int","field"],
    [6,"deprecated","bool","field"],
  ],
  "tfplugin6.Schema.Attribute": [
    [1,"name","string","field"],
    [2,"type","bytes","field"],
    [3,"description","string","field"],
    [4,"required","bool","field"],
    [5,"optional","bool","field"],
    [6,"computed","bool","field"],
    [7,"sensitive","bool","field"],
    [8,"descriptionKind","int","field"],
    [9,"deprecated","bool","field"],
    [10,"nestedType","message","field","tfplugin6.Schema.Object"],
    [11,"writeOnly","bool","field"],
  ],
  "tfplugin6.Schema.Object": [
    [1,"attributes","message","repeated","tfplugin6.Schema.Attribute"],
    [3,"nesting","int","field"],
  ],
  "tfplugin6.Schema.NestedBlock": [
    [1,"typeName","string","field"],
    [2,"block","message","field","tfplugin6.Schema.Block"],
    [3,"nesting","int","field"],
    [4,"minItems","long","field"],
    [5,"maxItems","long","field"],
  ],
  "tfplugin6.ServerCapabilities": [
    [1,"planDestroy","bool","field"],
    [2,"getProviderSchemaOptional","bool","field"],
    [3,"moveResourceState","bool","field"],
  ],
  "tfplugin6.ClientCapabilities": [
    [1,"deferralAllowed","bool","field"],
    [2,"writeOnlyAttributesAllowed","bool","field"],
  ],
  "tfplugin6.Deferred": [
    [1,"reason","int","field"],
  ],
  "tfplugin6.GetProviderSchemaRequest": [],
  "tfplugin6.GetProviderSchemaResponse": [
    [1,"provider","message","field","tfplugin6.Schema"],
    [2,"resourceSchemas","message","map","tfplugin6.Schema"],
    [3,"dataSourceSchemas","message","map","tfplugin6.Schema"],
    [4,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
    [6,"serverCapabilities","message","field","tfplugin6.ServerCapabilities"],
  ],
  "tfplugin6.GetFunctionsRequest": [],
  "tfplugin6.GetFunctionsResponse": [
    [2,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
  ],
  "tfplugin6.ValidateProviderConfigRequest": [
    [1,"config","message","field","tfplugin6.DynamicValue"],
  ],
  "tfplugin6.ValidateProviderConfigResponse": [
    [2,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
  ],
  "tfplugin6.ConfigureProviderRequest": [
    [1,"terraformVersion","string","field"],
    [2,"config","message","field","tfplugin6.DynamicValue"],
    [3,"clientCapabilities","message","field","tfplugin6.ClientCapabilities"],
  ],
  "tfplugin6.ConfigureProviderResponse": [
    [1,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
  ],
  "tfplugin6.StopProviderRequest": [],
  "tfplugin6.StopProviderResponse": [
    [1,"error","string","field"],
  ],
  "tfplugin6.ValidateResourceConfigRequest": [
    [1,"typeName","string","field"],
    [2,"config","message","field","tfplugin6.DynamicValue"],
    [3,"clientCapabilities","message","field","tfplugin6.ClientCapabilities"],
  ],
  "tfplugin6.ValidateResourceConfigResponse": [
    [1,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
  ],
  "tfplugin6.UpgradeResourceStateRequest": [
    [1,"typeName","string","field"],
    [2,"version","long","field"],
    [3,"rawState","message","field","tfplugin6.RawState"],
  ],
  "tfplugin6.UpgradeResourceStateResponse": [
    [1,"upgradedState","message","field","tfplugin6.DynamicValue"],
    [2,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
  ],
  "tfplugin6.ReadResourceRequest": [
    [1,"typeName","string","field"],
    [2,"currentState","message","field","tfplugin6.DynamicValue"],
    [3,"private","bytes","field"],
    [5,"clientCapabilities","message","field","tfplugin6.ClientCapabilities"],
  ],
  "tfplugin6.ReadResourceResponse": [
    [1,"newState","message","field","tfplugin6.DynamicValue"],
    [2,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
    [3,"private","bytes","field"],
    [4,"deferred","message","field","tfplugin6.Deferred"],
  ],
  "tfplugin6.PlanResourceChangeRequest": [
    [1,"typeName","string","field"],
    [2,"priorState","message","field","tfplugin6.DynamicValue"],
    [3,"proposedNewState","message","field","tfplugin6.DynamicValue"],
    [4,"config","message","field","tfplugin6.DynamicValue"],
    [5,"priorPrivate","bytes","field"],
    [7,"clientCapabilities","message","field","tfplugin6.ClientCapabilities"],
  ],
  "tfplugin6.PlanResourceChangeResponse": [
    [1,"plannedState","message","field","tfplugin6.DynamicValue"],
    [2,"requiresReplace","message","repeated","tfplugin6.AttributePath"],
    [3,"plannedPrivate","bytes","field"],
    [4,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
    [6,"deferred","message","field","tfplugin6.Deferred"],
  ],
  "tfplugin6.ApplyResourceChangeRequest": [
    [1,"typeName","string","field"],
    [2,"priorState","message","field","tfplugin6.DynamicValue"],
    [3,"plannedState","message","field","tfplugin6.DynamicValue"],
    [4,"config","message","field","tfplugin6.DynamicValue"],
    [5,"plannedPrivate","bytes","field"],
  ],
  "tfplugin6.ApplyResourceChangeResponse": [
    [1,"newState","message","field","tfplugin6.DynamicValue"],
    [2,"private","bytes","field"],
    [3,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
  ],
  "tfplugin6.ImportResourceStateRequest": [
    [1,"typeName","string","field"],
    [2,"id","string","field"],
    [3,"clientCapabilities","message","field","tfplugin6.ClientCapabilities"],
  ],
  "tfplugin6.ImportResourceStateResponse": [
    [1,"importedResources","message","repeated","tfplugin6.ImportResourceStateResponse.ImportedResource"],
    [2,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
    [3,"deferred","message","field","tfplugin6.Deferred"],
  ],
  "tfplugin6.ImportResourceStateResponse.ImportedResource": [
    [1,"typeName","string","field"],
    [2,"state","message","field","tfplugin6.DynamicValue"],
    [3,"private","bytes","field"],
  ],
  "tfplugin6.MoveResourceStateRequest": [
    [1,"sourceProviderAddress","string","field"],
    [2,"sourceTypeName","string","field"],
    [3,"sourceSchemaVersion","long","field"],
    [4,"sourceState","message","field","tfplugin6.RawState"],
    [5,"targetTypeName","string","field"],
    [6,"sourcePrivate","bytes","field"],
  ],
  "tfplugin6.MoveResourceStateResponse": [
    [1,"targetState","message","field","tfplugin6.DynamicValue"],
    [2,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
    [3,"targetPrivate","bytes","field"],
  ],
  "tfplugin6.ValidateDataResourceConfigRequest": [
    [1,"typeName","string","field"],
    [2,"config","message","field","tfplugin6.DynamicValue"],
  ],
  "tfplugin6.ValidateDataResourceConfigResponse": [
    [1,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
  ],
  "tfplugin6.ReadDataSourceRequest": [
    [1,"typeName","string","field"],
    [2,"config","message","field","tfplugin6.DynamicValue"],
    [4,"clientCapabilities","message","field","tfplugin6.ClientCapabilities"],
  ],
  "tfplugin6.ReadDataSourceResponse": [
    [1,"state","message","field","tfplugin6.DynamicValue"],
    [2,"diagnostics","message","repeated","tfplugin6.Diagnostic"],
    [3,"deferred","message","field","tfplugin6.Deferred"],
  ],
  "plugin.Empty": [],
  "plugin.StdioData": [
    [1,"channel","int","field"],
    [2,"data","bytes","field"],
  ],
  "plugin.ConnInfo": [
    [1,"serviceId","int","field"],
    [2,"network","string","field"],
    [3,"address","string","field"],
  ],
  "grpc.health.v1.HealthCheckRequest": [
    [1,"service","string","field"],
  ],
  "grpc.health.v1.HealthCheckResponse": [
    [1,"status","int","field"],
  ],
};

export const ENUMS = {
  StringKind: { PLAIN: 0, MARKDOWN: 1 },
  Diagnostic_Severity: { INVALID: 0, ERROR: 1, WARNING: 2 },
  Schema_Object_NestingMode: { INVALID: 0, SINGLE: 1, LIST: 2, SET: 3, MAP: 4 },
  Schema_NestedBlock_NestingMode: { INVALID: 0, SINGLE: 1, LIST: 2, SET: 3, MAP: 4, GROUP: 5 },
  Deferred_Reason: { UNKNOWN: 0, RESOURCE_CONFIG_UNKNOWN: 1, PROVIDER_CONFIG_UNKNOWN: 2, ABSENT_PREREQ: 3 },
  StdioData_Channel: { INVALID: 0, STDOUT: 1, STDERR: 2 },
  HealthCheckResponse_ServingStatus: { UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 },
} as const;

/** By the service's full name. */
export const SERVICES: Readonly<Record<string, readonly Method[]>> = {
  "tfplugin6.Provider": [
    ["GetProviderSchema","tfplugin6.GetProviderSchemaRequest","tfplugin6.GetProviderSchemaResponse",false],
    ["GetFunctions","tfplugin6.GetFunctionsRequest","tfplugin6.GetFunctionsResponse",false],
    ["ValidateProviderConfig","tfplugin6.ValidateProviderConfigRequest","tfplugin6.ValidateProviderConfigResponse",false],
    ["ValidateResourceConfig","tfplugin6.ValidateResourceConfigRequest","tfplugin6.ValidateResourceConfigResponse",false],
    ["ValidateDataResourceConfig","tfplugin6.ValidateDataResourceConfigRequest","tfplugin6.ValidateDataResourceConfigResponse",false],
    ["ConfigureProvider","tfplugin6.ConfigureProviderRequest","tfplugin6.ConfigureProviderResponse",false],
    ["StopProvider","tfplugin6.StopProviderRequest","tfplugin6.StopProviderResponse",false],
    ["UpgradeResourceState","tfplugin6.UpgradeResourceStateRequest","tfplugin6.UpgradeResourceStateResponse",false],
    ["ReadResource","tfplugin6.ReadResourceRequest","tfplugin6.ReadResourceResponse",false],
    ["PlanResourceChange","tfplugin6.PlanResourceChangeRequest","tfplugin6.PlanResourceChangeResponse",false],
    ["ApplyResourceChange","tfplugin6.ApplyResourceChangeRequest","tfplugin6.ApplyResourceChangeResponse",false],
    ["ImportResourceState","tfplugin6.ImportResourceStateRequest","tfplugin6.ImportResourceStateResponse",false],
    ["MoveResourceState","tfplugin6.MoveResourceStateRequest","tfplugin6.MoveResourceStateResponse",false],
    ["ReadDataSource","tfplugin6.ReadDataSourceRequest","tfplugin6.ReadDataSourceResponse",false],
  ],
  "plugin.GRPCController": [
    ["Shutdown","plugin.Empty","plugin.Empty",false],
  ],
  "plugin.GRPCStdio": [
    ["StreamStdio","plugin.Empty","plugin.StdioData",true],
  ],
  "plugin.GRPCBroker": [
    ["StartStream","plugin.ConnInfo","plugin.ConnInfo",true],
  ],
  "grpc.health.v1.Health": [
    ["Check","grpc.health.v1.HealthCheckRequest","grpc.health.v1.HealthCheckResponse",false],
  ],
};
