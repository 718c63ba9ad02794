// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What clients have done so far.
public struct LocalServerReport: Hashable, Sendable {
    /// How often each method was called, by its name in the schema; calls that are repeated by the protocol count once.
    public internal(set) var calls: [String: Int] = [:]
    /// The methods that were called and that the server does not have, and how often.
    public internal(set) var unimplemented: [String: Int] = [:]
    /// How often each error was answered, as `METHOD: CODE NAME`.
    public internal(set) var failures: [String: Int] = [:]
    /// The calls that could not be read, by their methods' names and what was wrong with their arguments.
    public internal(set) var unreadable: [String: Int] = [:]
    /// The layers that clients asked for and that the server does not speak, and how often.
    public internal(set) var refusedLayers: [Int32: Int] = [:]
    /// The layers that clients speak, the first 256 of them.
    public internal(set) var layers: Set<Int32> = []
    /// How many keys were made.
    public internal(set) var keyExchanges = 0

    /// How many different failures are told apart; their names come from the server or a test, never from a client.
    private static let largest = 4096

    /// How many layers are told apart; their numbers come from clients.
    private static let mostLayers = 256

    mutating func spoke(_ layer: Int32) {
        if layers.count < Self.mostLayers { layers.insert(layer) }
    }

    /// - Returns: Whether it is the first time.
    mutating func refused(_ layer: Int32) -> Bool {
        guard refusedLayers[layer] != nil || refusedLayers.count < Self.mostLayers else { return false }
        refusedLayers[layer, default: 0] += 1
        return refusedLayers[layer] == 1
    }

    mutating func couldNotRead(_ method: String, _ reason: String) {
        let text = "\(method): \(reason)"
        guard unreadable[text] != nil || unreadable.count < Self.largest else { return }
        unreadable[text, default: 0] += 1
    }

    mutating func failed(_ method: String, _ failure: RPCFailure) {
        let text = "\(method): \(failure)"
        guard failures[text] != nil || failures.count < Self.largest else { return }
        failures[text, default: 0] += 1
    }
}

extension LocalServerReport: CustomStringConvertible {
    /// The methods that were called, those that are missing, what failed, and what clients speak.
    public var description: String {
        func list(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        }
        let spoken = layers.sorted().map { String($0) }.joined(separator: ", ")
        let refused = Dictionary(uniqueKeysWithValues: refusedLayers.map { (String($0.key), $0.value) })
        return """
            calls: \(list(calls)); not implemented: \(list(unimplemented)); failures: \(list(failures)); \
            unreadable: \(list(unreadable)); layers: \(spoken); refused layers: \(list(refused)); \
            key exchanges: \(keyExchanges)
            """
    }
}
