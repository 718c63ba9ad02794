// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes how types that bring users, chats or updates along give them out.
struct BearingRenderer {
    let catalog: Catalog

    func conformances(_ type: BoxedType) -> String {
        (bearsPeers(type) ? ", TLPeerBearing" : "") + (bears(type, Self.updates) ? ", TLUpdatesBearing" : "")
    }

    func members(_ type: BoxedType, into writer: inout SourceWriter) {
        if bearsPeers(type) {
            property("carriedUsers", "[TL.User]", Self.users, absent: "[]", of: type, &writer)
            property("carriedChats", "[TL.Chat]", Self.chats, absent: "[]", of: type, &writer)
        }
        if bears(type, Self.updates) {
            property("carriedUpdates", "TL.Updates?", Self.updates, absent: "nil", of: type, &writer)
        }
    }

    private struct Wanted: Sendable {
        let name: String
        let type: FieldType
    }

    private static let users = Wanted(name: "users", type: .vector(.boxed("User"), isBare: false))
    private static let chats = Wanted(name: "chats", type: .vector(.boxed("Chat"), isBare: false))
    private static let updates = Wanted(name: "updates", type: .boxed("Updates"))

    // Small schemas have neither type.
    private func bearsPeers(_ type: BoxedType) -> Bool {
        catalog.type(named: "User") != nil && catalog.type(named: "Chat") != nil
            && (bears(type, Self.users) || bears(type, Self.chats))
    }

    private func bears(_ type: BoxedType, _ wanted: Wanted) -> Bool {
        type.constructors.contains { field(wanted, of: $0) != nil }
    }

    private func field(_ wanted: Wanted, of constructor: Constructor) -> Field? {
        constructor.fields.first { $0.name == wanted.name && $0.valueType == wanted.type }
    }

    private func property(
        _ name: String, _ swiftType: String, _ wanted: Wanted, absent: String, of type: BoxedType,
        _ writer: inout SourceWriter
    ) {
        func expression(_ field: Field, in value: String) -> String {
            let text = value + field.swiftName
            return field.flag != nil && absent != "nil" ? "\(text) ?? \(absent)" : text
        }
        writer.block("package var \(name): \(swiftType)") { writer in
            if type.isSingle {
                writer.line(field(wanted, of: type.constructors[0]).map { expression($0, in: "") } ?? absent)
                return
            }
            writer.line("switch self {")
            var others = false
            for constructor in type.constructors {
                guard let field = field(wanted, of: constructor) else {
                    others = true
                    continue
                }
                let text = expression(field, in: "value.")
                writer.line("case .\(Naming.escaped(constructor.caseName))(let value): return \(text)")
            }
            if others { writer.line("default: return \(absent)") }
            writer.line("}")
        }
    }
}
