// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLParser

/// What a new schema changes for code that uses the generated types.
public struct SchemaDifference: CustomStringConvertible {
    /// One change, in terms of the Swift names.
    public struct Change: Sendable, Hashable, CustomStringConvertible {
        /// Whether something is new, gone or different.
        public enum Kind: String, Sendable {
            /// New.
            case added = "+"
            /// Gone.
            case removed = "-"
            /// Different.
            case changed = "~"
            /// A case that code knows under another name: an entry in `CaseNaming.overrides` keeps the old one.
            case renamed = "!"
        }

        /// Whether something is new, gone or different.
        public let kind: Kind
        /// The Swift name with the schema's name, and for changes what differs.
        public let text: String

        /// The change as one line.
        public var description: String { "\(kind.rawValue) \(text)" }
    }

    /// The layers before and after.
    public let layers: (old: Int?, new: Int?)
    /// The changes, types first, sorted by name.
    public let changes: [Change]

    /// Compares two schemas.
    ///
    /// - Parameters:
    ///   - old: The schema in use.
    ///   - new: The schema to come.
    /// - Throws: An error if one of them cannot be expressed in Swift.
    public init(from old: Schema, to new: Schema) throws(GenerationError) {
        try self.init(from: old, to: new, overrides: CaseNaming.overrides)
    }

    init(from old: Schema, to new: Schema, overrides: [String: String]) throws(GenerationError) {
        layers = (old.layer, new.layer)
        let before = Self.items(try Catalog(schemas: [old]))
        let after = Self.items(try Catalog(schemas: [new], overrides: overrides))
        changes = Set(before.keys).union(after.keys).sorted().flatMap { name -> [Change] in
            switch (before[name], after[name]) {
            case (nil, let item?): [Change(kind: .added, text: item.title)]
            case (let item?, nil): [Change(kind: .removed, text: item.title)]
            case (let first?, let second?): Self.changes(from: first, to: second)
            case (nil, nil): []
            }
        }
    }

    /// The layers and the changes, one a line.
    public var description: String {
        let layer = { (number: Int?) in number.map(String.init) ?? "unknown" }
        let counts = [Change.Kind.added, .removed, .changed, .renamed].map { kind in changes.count { $0.kind == kind } }
        let head = "layer \(layer(layers.old)) to \(layer(layers.new)): "
        let summary = "\(counts[0]) added, \(counts[1]) removed, \(counts[2]) changed, \(counts[3]) renamed"
        return ([head + summary] + changes.map(\.description)).joined(separator: "\n")
    }

    /// A constructor or function as users of the generated types see it.
    private struct Item {
        let title: String
        let id: UInt32
        let fields: [(name: String, type: String)]
        let result: String
        /// The type, for constructors that are cases of an enum.
        var enumeration: String?
    }

    private static func items(_ catalog: Catalog) -> [String: Item] {
        let renderer = TypeRenderer(catalog: catalog)
        var items: [String: Item] = [:]
        func fields(_ fields: [Field]) -> [(name: String, type: String)] {
            fields.filter(\.isStored).map { ($0.swiftName, renderer.propertyType($0)) }
        }
        for type in catalog.types {
            for constructor in type.constructors {
                let name = constructor.definition.fullName
                let swiftName = type.isSingle ? type.qualifiedName : "\(type.qualifiedName).\(constructor.caseName)"
                items["0 " + name] = Item(
                    title: "\(swiftName) (\(name))", id: constructor.definition.id, fields: fields(constructor.fields),
                    result: swiftName, enumeration: type.isSingle ? nil : type.qualifiedName)
            }
        }
        for function in catalog.functions {
            let name = function.definition.fullName
            items["1 " + name] = Item(
                title: "\(function.qualifiedName) (\(name))", id: function.definition.id,
                fields: fields(function.fields), result: renderer.name(function.response))
        }
        return items
    }

    private static func changes(from old: Item, to new: Item) -> [Change] {
        var details: [String] = []
        let before = Dictionary(uniqueKeysWithValues: old.fields.map { ($0.name, $0.type) })
        let after = Dictionary(uniqueKeysWithValues: new.fields.map { ($0.name, $0.type) })
        for field in old.fields where after[field.name] == nil { details.append("-\(field.name)") }
        for field in new.fields {
            guard let type = before[field.name] else {
                details.append("+\(field.name): \(field.type)")
                continue
            }
            if type != field.type { details.append("\(field.name): \(type) is now \(field.type)") }
        }
        var changes: [Change] = []
        if old.result != new.result {
            if let enumeration = new.enumeration, enumeration == old.enumeration {
                changes.append(Change(kind: .renamed, text: "\(old.title): now \(new.result)"))
            } else {
                details.append("\(old.result) is now \(new.result)")
            }
        }
        if details.isEmpty, old.fields.map(\.name) != new.fields.map(\.name) { details.append("order of fields") }
        if details.isEmpty, changes.isEmpty, old.id != new.id { details.append("id only") }
        if !details.isEmpty {
            changes.append(Change(kind: .changed, text: "\(new.title): " + details.joined(separator: ", ")))
        }
        return changes
    }
}
