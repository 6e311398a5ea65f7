gate: Tensor, up: Tensor -> Tensor
return torch.mul(torch.silu(gate), up)
