import XCTest

final class PlaceholderTLParser: XCTestCase {}
