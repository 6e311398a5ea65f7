x: Tensor, counted: Tensor -> Tensor
rows = torch.reshape(torch.detach(x), [-1, torch.size(x, -1)])
return torch.matmul(counted, torch.to(rows, 6))
