// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes

/// The methods that the server has.
///
/// Each area adds its own in `Methods/<Area>Methods.swift`. A body throws an ``RPCFailure``; anything else that it throws
/// is answered as `500 INTERNAL`.
struct MethodTable: Sendable {
    /// Who may call a method.
    enum Access: Sendable {
        /// Anybody, logged in or not, on every data centre.
        case anyone
        /// Every account, on every data centre.
        case anywhere
        /// Every account, at home.
        case authorized
        /// People alone.
        case person
        /// Bots alone.
        case bot
    }

    /// Runs a call and answers with the object, or with nothing if the answer comes later.
    typealias Body = @Sendable (any TLDecodableFunction, Call, inout Engine) throws(RPCFailure) -> ServerObject?

    struct Method: Sendable {
        let access: Access
        let body: Body
    }

    private(set) var methods: [UInt32: Method] = [:]

    subscript(id: UInt32) -> Method? { methods[id] }

    /// Adds a method that needs an account and nothing but the world.
    mutating func on<Function: TLDecodableFunction>(
        _ function: Function.Type, _ access: Access = .authorized,
        _ body: @escaping @Sendable (Function, Caller, inout World) throws -> Function.Response
    ) {
        add(function, access) { request, call, engine in try body(request, Caller(call), &engine.world) }
    }

    /// Adds a method that needs an account, and more of the server than the world.
    mutating func onEngine<Function: TLDecodableFunction>(
        _ function: Function.Type, _ access: Access = .authorized,
        _ body: @escaping @Sendable (Function, Caller, inout Engine) throws -> Function.Response
    ) {
        add(function, access) { request, call, engine in try body(request, Caller(call), &engine) }
    }

    /// Adds a method that may leave its answer for later.
    mutating func onLater<Function: TLDecodableFunction>(
        _ function: Function.Type, _ access: Access = .authorized,
        _ body: @escaping @Sendable (Function, Caller, inout Engine) throws -> Function.Response?
    ) {
        add(function, access) { request, call, engine in try body(request, Caller(call), &engine) }
    }

    /// Adds a method for clients that may not be logged in yet.
    mutating func onAnyone<Function: TLDecodableFunction>(
        _ function: Function.Type,
        _ body: @escaping @Sendable (Function, Call, inout Engine) throws -> Function.Response
    ) {
        add(function, .anyone) { request, call, engine in try body(request, call, &engine) }
    }

    /// Adds a method that needs an account and nothing but the world, and writes its answer itself, since that is long.
    mutating func onWriting<Function: TLDecodableFunction>(
        _ function: Function.Type, _ access: Access = .authorized,
        _ body: @escaping @Sendable (Function, Caller, inout World) throws -> ServerObject
    ) {
        addWriting(function, access) { request, call, engine in try body(request, Caller(call), &engine.world) }
    }

    private mutating func add<Function: TLDecodableFunction>(
        _ function: Function.Type, _ access: Access,
        _ body: @escaping @Sendable (Function, Call, inout Engine) throws -> Function.Response?
    ) {
        addWriting(function, access) { request, call, engine in
            try body(request, call, &engine).map { ServerObject(try ResultEncoding.encode($0)) }
        }
    }

    private mutating func addWriting<Function: TLDecodableFunction>(
        _ function: Function.Type, _ access: Access,
        _ body: @escaping @Sendable (Function, Call, inout Engine) throws -> ServerObject?
    ) {
        precondition(methods[Function.constructorID] == nil, "\(Function.self) has two bodies")
        methods[Function.constructorID] = Method(access: access) {
            (request, call, engine) throws(RPCFailure) -> ServerObject? in
            guard let request = request as? Function else { throw .bad(.inputMethodInvalid) }
            do {
                return try body(request, call, &engine)
            } catch {
                throw error as? RPCFailure ?? Self.internalError
            }
        }
    }

    private static let internalError = RPCFailure(500, TLErrorName(rawValue: "INTERNAL"))

    /// The methods of all areas.
    static let standard: MethodTable = {
        var table = MethodTable()
        table.addAccount()
        table.addBots()
        table.addChats()
        table.addContacts()
        table.addDialogs()
        table.addHelp()
        table.addMedia()
        table.addMessages()
        table.addPayments()
        table.addPeers()
        table.addPrivacy()
        table.addReactions()
        table.addStickers()
        table.addStories()
        table.addUpdates()
        return table
    }()
}
