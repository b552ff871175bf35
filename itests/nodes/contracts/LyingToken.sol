// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// H07: logs the whole of a transfer, of which a part does not arrive. Not on OpenZeppelin's, which cannot lie.
contract LyingToken {
    event Transfer(address indexed from, address indexed to, uint256 units);

    string public constant name = "Coffer lying token";
    string public constant symbol = "LIE";
    uint8 public immutable decimals;
    uint256 private immutable percent;
    mapping(address => uint256) public balanceOf;

    /// @param percent_ of each transfer that is logged but does not arrive
    constructor(uint8 decimals_, uint256 percent_) {
        decimals = decimals_;
        percent = percent_;
    }

    function mint(address to, uint256 units) external {
        balanceOf[to] += units;
        emit Transfer(address(0), to, units);
    }

    function transfer(address to, uint256 units) external returns (bool) {
        balanceOf[msg.sender] -= units;
        balanceOf[to] += units - (units * percent) / 100;
        emit Transfer(msg.sender, to, units);
        return true;
    }
}
