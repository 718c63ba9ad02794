// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
package import FerogramMTProto
package import FerogramTLTypes

/// Turns methods of the schema into calls, and answers into what the schema says.
///
/// These are functions and not a type with the method as its parameter: the type of each method would have to be looked up
/// for each call, which costs more than the rest.
package enum Request {
    /// A method's name, as the schema spells it.
    package static func name(of method: UInt32) -> String { SenderState.name(of: method) }

    /// The id of a method.
    ///
    /// - Parameter function: The method with its arguments.
    /// - Throws: ``InvocationError/invalidRequest(method:_:)`` if it is given as bytes that are no call.
    /// - Returns: The id.
    package static func method<Function: TLFunction>(of function: Function) throws(InvocationError) -> UInt32 {
        // The cast costs more than the comparison.
        guard Function.self == TLRawFunction.self, let raw = function as? TLRawFunction else {
            return Function.constructorID
        }
        let count = raw.bytes.count
        guard count >= 4, count.isMultiple(of: 4) else {
            throw .invalidRequest(method: "raw call", TLError(.unexpectedEnd, offset: count, context: "a call"))
        }
        return raw.bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
    }

    /// Writes a call.
    ///
    /// - Parameters:
    ///   - function: The method with its arguments.
    ///   - method: The id of the method.
    /// - Throws: ``InvocationError/invalidRequest(method:_:)`` if the arguments cannot be written.
    /// - Returns: The call as senders take it.
    package static func write<Function: TLFunction>(
        _ function: Function, _ method: UInt32
    ) throws(InvocationError) -> OutgoingCall {
        let bytes: [UInt8]
        do {
            bytes = try function.encoded()
        } catch {
            throw .invalidRequest(method: name(of: method), error)
        }
        // Here, where no lock is held; a session would do it as well, while all calls wait. What is too large stays so.
        let isWorthPacking = !CallRepetition.isUpload(method) && bytes.count <= SessionLimits.callBytes
        return OutgoingCall(
            body: isWorthPacking ? PackedObject.pack(bytes) : bytes, repetition: CallRepetition.of(method),
            isCompressible: false)
    }

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - bytes: The answer.
    ///   - function: The method that it answers.
    ///   - method: The id of the method.
    /// - Returns: The answer as the schema's type.
    /// - Throws: ``InvocationError/invalidResponse(method:_:)`` if it is none.
    package static func read<Function: TLFunction>(
        _ bytes: ArraySlice<UInt8>, answering function: Function.Type, _ method: UInt32
    ) throws(InvocationError) -> Function.Response {
        do {
            return try bytes.withUnsafeBufferPointer { (buffer) throws(TLError) -> Function.Response in
                try TLReader.reading(UnsafeRawBufferPointer(buffer)) { reader throws(TLError) in
                    let response = try Function.Response(from: &reader)
                    try reader.finish()
                    return response
                }
            }
        } catch {
            throw .invalidResponse(method: name(of: method), error)
        }
    }

    /// Whether an answer takes so long to read that others should not wait for it.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - function: The method that it answers.
    /// - Returns: Whether it does; a part of a file is only copied.
    package static func isLong<Function: TLFunction>(
        _ answer: ArraySlice<UInt8>, answering function: Function.Type
    ) -> Bool {
        answer.count >= LongWork.bytes && !isPartOfFile(Function.Response.self)
    }

    private static func isPartOfFile(_ type: Any.Type) -> Bool {
        type == TL.upload.File.self || type == TL.upload.CdnFile.self || type == TL.upload.WebFile.self
    }

    /// Reads an answer on a thread that lets others go first.
    ///
    /// - Parameters:
    ///   - bytes: The answer.
    ///   - function: The method that it answers.
    ///   - method: The id of the method.
    /// - Returns: The answer as the schema's type.
    /// - Throws: ``InvocationError/invalidResponse(method:_:)`` if it is none, ``InvocationError/cancelled``.
    @inline(never)
    package static func readAside<Function: TLFunction>(
        _ bytes: ArraySlice<UInt8>, answering function: Function.Type, _ method: UInt32
    ) async throws(InvocationError) -> Function.Response {
        let result = await LongWork.shared.run(orWhenCancelled: Result.failure(InvocationError.cancelled)) { _ in
            Result { () throws(InvocationError) in try read(bytes, answering: Function.self, method) }
        }
        return try result.get()
    }
}
