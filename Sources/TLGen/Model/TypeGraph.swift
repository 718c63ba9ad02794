// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which types contain which, and the groups of types that contain each other.
struct TypeGraph {
    private var group: [String: Int] = [:]
    private var recursive: Set<String> = []

    // Whether what a vector holds counts as contained: it does for the depth of a value, not for its layout, because
    // an array is a reference.
    init(_ catalog: Catalog, followsVectors: Bool) {
        var edges: [String: [String]] = [:]
        for type in catalog.types {
            var targets: Set<String> = []
            for constructor in type.constructors {
                for field in constructor.fields {
                    guard let valueType = field.valueType else { continue }
                    if let name = Self.typeName(of: valueType, in: catalog, followsVectors: followsVectors) {
                        targets.insert(name)
                    }
                }
            }
            edges[type.name] = targets.sorted()
        }
        var search = ComponentSearch(edges: edges)
        for (number, component) in search.run(from: catalog.types.map(\.name)).enumerated() {
            for name in component { group[name] = number }
            if component.count > 1 || edges[component[0], default: []].contains(component[0]) {
                recursive.formUnion(component)
            }
        }
        self.followsVectors = followsVectors
        self.catalog = catalog
    }

    private let followsVectors: Bool
    private let catalog: Catalog

    func isRecursive(_ name: String) -> Bool { recursive.contains(name) }

    /// Whether a field of the constructor leads back to the constructor's own type.
    func contains(_ constructor: Constructor, itsOwn name: String) -> Bool {
        guard isRecursive(name) else { return false }
        return constructor.fields.contains { field in
            guard let type = field.valueType,
                let target = Self.typeName(of: type, in: catalog, followsVectors: followsVectors)
            else { return false }
            return group[target] == group[name]
        }
    }

    private static func typeName(of type: FieldType, in catalog: Catalog, followsVectors: Bool) -> String? {
        switch type {
        case .boxed(let name): name
        case .bare(let name): catalog.constructor(named: name)?.type.name
        case .vector(let element, isBare: _):
            followsVectors ? typeName(of: element, in: catalog, followsVectors: true) : nil
        case .int32, .int64, .double, .string, .bytes, .int128, .int256, .bool, .generic: nil
        }
    }
}

/// Tarjan's search for strongly connected components.
private struct ComponentSearch {
    let edges: [String: [String]]
    private var order: [String: Int] = [:]
    private var low: [String: Int] = [:]
    private var stack: [String] = []
    private var onStack: Set<String> = []
    private var components: [[String]] = []

    init(edges: [String: [String]]) {
        self.edges = edges
    }

    mutating func run(from names: [String]) -> [[String]] {
        for name in names where order[name] == nil { visit(name) }
        return components
    }

    private mutating func visit(_ name: String) {
        let number = order.count
        order[name] = number
        var lowest = number
        stack.append(name)
        onStack.insert(name)
        for target in edges[name, default: []] {
            if order[target] == nil {
                visit(target)
                lowest = min(lowest, low[target] ?? lowest)
            } else if onStack.contains(target) {
                lowest = min(lowest, order[target] ?? lowest)
            }
        }
        low[name] = lowest
        guard lowest == number else { return }
        var component: [String] = []
        while let last = stack.popLast() {
            onStack.remove(last)
            component.append(last)
            if last == name { break }
        }
        components.append(component.sorted())
    }
}
