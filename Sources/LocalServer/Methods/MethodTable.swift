// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes

/// The methods that the server has.
struct MethodTable: Sendable {
    /// Who may call a method.
    enum Access: Sendable {
        /// Anybody, logged in or not, on every data centre.
        case anyone
        /// Whoever is logged in, on every data centre.
        case anywhere
        /// Whoever is logged in, at home.
        case authorized
        /// People alone.
        case person
        /// Bots alone.
        case bot
    }

    /// Runs a call and answers with the object, or with nothing if the answer comes later.
    typealias Body = @Sendable (any TLDecodableFunction, Call, inout Engine) throws(RPCFailure) -> [UInt8]?

    struct Method: Sendable {
        let access: Access
        let body: Body
    }

    private(set) var methods: [UInt32: Method] = [:]

    subscript(id: UInt32) -> Method? { methods[id] }

    /// Adds a method.
    mutating func on<Function: TLDecodableFunction>(
        _ function: Function.Type, _ access: Access = .authorized,
        _ body: @escaping @Sendable (Function, Call, inout Engine) throws(RPCFailure) -> Function.Response
    ) {
        onLater(function, access) { (request, call, engine) throws(RPCFailure) -> Function.Response? in
            try body(request, call, &engine)
        }
    }

    /// Adds a method that may leave its answer for later.
    mutating func onLater<Function: TLDecodableFunction>(
        _ function: Function.Type, _ access: Access = .authorized,
        _ body: @escaping @Sendable (Function, Call, inout Engine) throws(RPCFailure) -> Function.Response?
    ) {
        methods[Function.constructorID] = Method(access: access) {
            (request, call, engine) throws(RPCFailure) -> [UInt8]? in
            guard let request = request as? Function else { throw .bad(.inputMethodInvalid) }
            guard let response = try body(request, call, &engine) else { return nil }
            return try ResultEncoding.encode(response)
        }
    }

    /// All families.
    static let standard: MethodTable = {
        var table = MethodTable()
        table.addHelp()
        table.addAuth()
        table.addAccount()
        table.addUsers()
        table.addContacts()
        table.addMessages()
        table.addHistory()
        table.addGroups()
        table.addChannels()
        table.addUpdates()
        table.addBots()
        return table
    }()
}

/// A call that is being run.
struct Call: Sendable {
    let pending: PendingCall
    /// The permanent key of the client, `nil` while its temporary key is not bound.
    let owner: Int64?
    let account: Account?

    var origin: CallOrigin { pending.origin }
    var dataCenter: Int { pending.dataCenter }

    /// The account, which is there for all methods but those for anyone.
    var caller: Account {
        get throws(RPCFailure) {
            guard let account else { throw RPCFailure(401, .authKeyUnregistered) }
            return account
        }
    }
}
