positions: Tensor, frequencies: Tensor -> Tuple[Tensor, Tensor]
angles = torch.unsqueeze(torch.mul(torch.unsqueeze(positions, -1), frequencies), 1)
return (torch.cos(angles), torch.sin(angles))
